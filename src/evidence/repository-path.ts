/** Why a text is no path within a repository. */
export interface NoPath {
  /** One sentence. */
  readonly problem: string;
}

/** A path from the repository's root, from how people write it: `./x` is relative to `folder`, that of the config. */
export const pathInRepository = (text: string, folder = ".github"): string | NoPath => {
  if (text.startsWith("/"))
    return { problem: `\`${text}\` is an absolute path; write it from the repository's root without \`/\`.` };
  if (/[\\\p{Cc}]/u.test(text))
    return {
      problem: `\`${text.replaceAll(/\p{Cc}/gu, "?")}\` holds a backslash or control character; folders are separated by \`/\`.`,
    };
  const isRelative = /^\.{1,2}\//u.test(text) && folder !== "";
  return (
    resolve(isRelative ? `${folder}/${text}` : text) ?? {
      problem: `\`${text}\` leads out of the repository; write a path within it.`,
    }
  );
};

const resolve = (path: string): string | undefined => {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === ".." && segments.length === 0) return undefined;
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
};
