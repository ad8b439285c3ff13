/**
 * What the operating system or the network said, in words: "nothing listens at 127.0.0.1:5432 (ECONNREFUSED)". The codes are those of
 * Node.js, https://nodejs.org/api/errors.html#common-system-errors; what is none of them stays as it is.
 */
export const systemWords = (message: string): string =>
  RULES.reduce((said, [pattern, words]) => said.replace(pattern, words), message);

const RULES: readonly (readonly [RegExp, string])[] = [
  [/^connect (ECONNREFUSED) (.+)$/u, "nothing listens at $2 ($1)"],
  [/^connect (ETIMEDOUT) (.+)$/u, "$2 does not answer ($1)"],
  [/^connect (ENOENT) (.+)$/u, "there is no socket $2 ($1)"],
  [/^connect (EHOSTUNREACH|ENETUNREACH) (.+)$/u, "there is no way from here to $2 ($1)"],
  [/^getaddrinfo (ENOTFOUND|EAI_[A-Z]+) (.+)$/u, "there is no host $2 by this machine's DNS ($1)"],
  [/^read (ECONNRESET)$/u, "the other side cut the connection ($1)"],
  [/^(E[A-Z]+): (.+?), [a-z]+ '(.+)'$/u, "$3: $2 ($1)"],
];
