import { builtinNamed } from "./procedures/named-builtin.ts";
import { readText } from "./read-text.ts";
import type { Shell } from "./shell.ts";
import { STDIN } from "./unusable-file.ts";
import { WrongUse } from "./wrong-use.ts";

/** A procedure as an argument names it. */
export interface NamedProcedure {
  readonly text: string;
  /** The name that its kind and default id follow from. */
  readonly file: string;
  /** `builtin:ID`; absent for a file. */
  readonly builtin?: string;
}

/** Reads a file, standard input or a built-in procedure, `builtin:ID` or its id; for `-` the name has to be given. Throws `WrongUse`. */
export const readProcedureText = async (
  { file, stdinFilename }: { readonly file: string; readonly stdinFilename?: string | undefined },
  shell: Shell,
): Promise<NamedProcedure> => {
  if (file !== STDIN && stdinFilename !== undefined)
    throw new WrongUse("`--stdin-filename` names a procedure that comes by standard input; give `-` as the file.");
  if (file === STDIN && stdinFilename === undefined)
    throw new WrongUse("Standard input has no name to tell Markdown from YAML by; add `--stdin-filename release.md`.");
  const builtin = builtinNamed(file);
  if (builtin !== undefined) return { text: builtin.text, file: builtin.file, builtin: builtin.reference };
  return { text: await readText(file, shell, PROCEDURE), file: stdinFilename ?? file };
};

/** What is expected of an argument that names a procedure. */
export const PROCEDURE = "a procedure, YAML or Markdown, or `builtin:ID`";
