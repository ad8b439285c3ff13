import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { nearest } from "../procedures/nearest.ts";
import { cleaned } from "./formats/lines.ts";
import { WrongUse } from "./wrong-use.ts";

/** The name by which an argument means standard input. */
export const STDIN = "-";

/** How a file is called in messages. */
export const nameOf = (file: string): string => (file === STDIN ? "standard input" : `\`${file}\``);

/** A file that was to be read. */
export interface Wanted {
  readonly file: string;
  readonly cwd: string;
  /** Such as "a procedure, YAML or Markdown". */
  readonly expected: string;
}

/** What to tell of a file that can't be read, for whatever the operating system said. */
export const unreadable = async ({ file, cwd, expected }: Wanted, error: unknown): Promise<WrongUse> => {
  const code = codeOf(error);
  const meant = code === "ENOENT" ? await meantBy(file, cwd) : "";
  const said = READING[code]?.(file, expected) ?? `${nameOf(file)} can't be read: ${whyOf(error)}.`;
  return new WrongUse(`${said}${meant}`, { cause: error });
};

/** What to tell of a file that can't be written. */
export const unwritable = (file: string, error: unknown): WrongUse =>
  new WrongUse(`\`${file}\` can't be written: ${WRITING[codeOf(error)]?.(file) ?? `${whyOf(error)}.`}`, {
    cause: error,
  });

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

/** The file in the same folder that was probably meant, as a question. */
const meantBy = async (file: string, cwd: string): Promise<string> => {
  const names = await readdir(dirname(resolve(cwd, file))).catch(() => []);
  const meant = nearest(basename(file), names);
  return meant === undefined ? "" : ` Did you mean \`${cleaned(join(dirname(file), meant))}\`?`;
};

const NOT_ALLOWED = (file: string): string => `\`${file}\` may not be read by this user; change its permissions.`;

const READING: Readonly<Partial<Record<string, (file: string, expected: string) => string>>> = {
  ENOENT: (file, expected) =>
    `There is no file \`${file}\`; expected ${expected}. Check the spelling; paths count from the current folder.`,
  ENOTDIR: (file) => `There is no file \`${file}\`: a part of its path is a file, not a folder.`,
  EISDIR: (file, expected) =>
    `\`${file}\` is a folder; expected ${expected}.${expected.includes("procedure") ? " To check a whole checkout, use `gatehouse validate`." : ""}`,
  ELOOP: (file) => `\`${file}\` is a symbolic link that leads back to itself; name the file itself.`,
  ENAMETOOLONG: () => "The name of a file is longer than this system takes. Is it the file's content?",
  EFBIG: (file, expected) => `${nameOf(file)} is larger than 64 MB; expected ${expected}.`,
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
};

const NO_RIGHT = (): string => "this user may not write there; change the permissions, or choose another place.";

const WRITING: Readonly<Partial<Record<string, (file: string) => string>>> = {
  ENOENT: (file) => `there is no folder \`${dirname(file)}\`; make it first.`,
  ENOTDIR: (file) => `a part of its path, \`${dirname(file)}\`, is a file, not a folder.`,
  EEXIST: (file) => `a part of its path, \`${dirname(file)}\`, is a file, not a folder.`,
  EISDIR: () => "it is a folder; name a file in it.",
  ELOOP: () => "it is a symbolic link that leads back to itself; name the file itself.",
  ENOSPC: () => "the disk is full.",
  EDQUOT: () => "this user's share of the disk is full.",
  EROFS: () => "what it is on can only be read; choose another place.",
  ENAMETOOLONG: () => "its name is longer than this system takes.",
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
};

/** What the system says beside its code and call, as in "EBUSY: resource busy or locked, open '/data/x'". */
const whyOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return (/^E[A-Z]+: (.*?)(?:, [a-z]+(?: '.*')?)?$/su.exec(message)?.[1] ?? message).replace(/\.$/u, "");
};
