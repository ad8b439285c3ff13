import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { WrongUse } from "./wrong-use.ts";

/**
 * Throws `WrongUse` for what is no file of the checkout itself: a checkout may be a stranger's, and a symbolic link in it would show what
 * lies elsewhere on this machine. On GitHub the App follows none, either.
 */
export const assertOwnFile = async (root: string, path: string): Promise<void> => {
  const segments = path.split("/");
  for (const end of segments.keys()) {
    const part = segments.slice(0, end + 1).join("/");
    const found = await lstat(join(root, part)).catch(() => undefined);
    if (found?.isSymbolicLink() === true)
      throw new WrongUse(
        `\`${part}\` is a symbolic link, which Gatehouse does not follow. Put the ${part === path ? "file" : "folder"} itself there.`,
      );
    if (part === path && found !== undefined && !found.isFile())
      throw new WrongUse(`\`${path}\` is no regular file. Put one there, or remove it.`);
  }
};
