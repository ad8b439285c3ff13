const HERE = "http://here.invalid";
/** Characters; no page of ours has a longer address. */
const LONGEST = 1024;

/** A path of our own to come back to after signing in; anything else becomes the start page, so that no link of ours leads elsewhere. */
export const returnTo = (wanted: string | undefined): string => {
  if (wanted === undefined || wanted.length > LONGEST || !/^\/(?![/\\])/u.test(wanted)) return "/";
  if (/[\\\p{Cc}]/u.test(wanted) || !URL.canParse(wanted, HERE)) return "/";
  const { origin, pathname, search } = new URL(wanted, HERE);
  if (origin !== HERE || pathname.startsWith("//") || pathname.startsWith("/sign-")) return "/";
  return `${pathname}${search}`;
};
