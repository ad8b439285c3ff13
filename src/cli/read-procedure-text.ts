import { readText } from "./read-text.ts";
import type { Shell } from "./shell.ts";
import { STDIN } from "./unusable-file.ts";
import { WrongUse } from "./wrong-use.ts";

/** A procedure's text and the name its kind and default id follow from; for `-` the name has to be given. */
export const readProcedureText = async (
  { file, stdinFilename }: { readonly file: string; readonly stdinFilename?: string | undefined },
  shell: Shell,
): Promise<{ readonly text: string; readonly file: string }> => {
  if (file !== STDIN && stdinFilename !== undefined)
    throw new WrongUse("`--stdin-filename` names a procedure that comes by standard input; give `-` as the file.");
  if (file === STDIN && stdinFilename === undefined)
    throw new WrongUse("Standard input has no name to tell Markdown from YAML by; add `--stdin-filename release.md`.");
  return { text: await readText(file, shell, "a procedure, YAML or Markdown"), file: stdinFilename ?? file };
};
