import type { ProblemOf } from "./problem.ts";

/** No token of GitHub is longer, or has other characters; anything else is refused without asking GitHub. */
const TOKEN = /^[\w.~+/=-]{20,2048}$/;

/** The token of an `Authorization` header, or what is wrong with it. https://www.rfc-editor.org/rfc/rfc6750 */
export const tokenOf = (header: string | undefined): { readonly token: string } | ProblemOf => {
  if (header === undefined || header.trim() === "") return MISSING;
  const [, token = ""] = /^bearer +(\S+)$/i.exec(header.trim()) ?? [];
  return TOKEN.test(token) ? { token } : MALFORMED;
};

const REMEDY =
  "Send `Authorization: Bearer TOKEN` with a GitHub token that can read the repository: a workflow's GITHUB_TOKEN, a fine-grained personal access token, or what `gh auth token` prints.";

const MISSING: ProblemOf = {
  status: 401,
  code: "token-missing",
  detail: "The question came without a token.",
  remedy: REMEDY,
  headers: { "www-authenticate": 'Bearer realm="Gatehouse"' },
};

const refused = { "www-authenticate": 'Bearer realm="Gatehouse", error="invalid_token"' };

const MALFORMED: ProblemOf = {
  status: 401,
  code: "token-malformed",
  detail: "The Authorization header holds no GitHub token.",
  remedy: REMEDY,
  headers: refused,
};

/** GitHub does not know the token. */
export const BAD_TOKEN: ProblemOf = {
  status: 401,
  code: "token-refused",
  detail: "GitHub does not know this token; it may have expired, or been revoked.",
  remedy: REMEDY,
  headers: refused,
};
