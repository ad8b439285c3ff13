import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { nearest } from "../procedures/nearest.ts";
import { cleaned } from "./formats/lines.ts";
import type { Shell } from "./shell.ts";
import { WrongUse } from "./wrong-use.ts";

/** The name by which an argument means standard input. */
export const STDIN = "-";

/** The most that is read of one file, in bytes: more is a mistake in the argument, not a document. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The text of a file, or of standard input for `-`; throws `WrongUse` that says why there is none, and what was expected. */
export const readText = async (
  file: string,
  { cwd, stdin }: Pick<Shell, "cwd" | "stdin">,
  expected = "a text document",
): Promise<string> => {
  if (file === "") throw new WrongUse("The name of a file is empty.");
  const source = file === STDIN ? stdin : createReadStream(resolve(cwd, file));
  try {
    return decode(file, await collect(source));
  } catch (error) {
    throw error instanceof WrongUse ? error : await unreadable({ file, cwd, expected }, error);
  }
};

/** How a file is called in messages. */
export const nameOf = (file: string): string => (file === STDIN ? "standard input" : `\`${file}\``);

const collect = async (source: Shell["stdin"]): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.byteLength;
    if (size > MOST_BYTES) throw Object.assign(new Error("larger than 64 MB"), { code: "EFBIG" });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

interface Wanted {
  readonly file: string;
  readonly cwd: string;
  /** Such as "a procedure, YAML or Markdown". */
  readonly expected: string;
}

const unreadable = async ({ file, cwd, expected }: Wanted, error: unknown): Promise<WrongUse> => {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const why = Object.hasOwn(REASONS, code) ? REASONS[code]?.(file, expected) : undefined;
  const meant = code === "ENOENT" ? await meantBy(file, cwd) : "";
  const said = why ?? `\`${file}\` can't be read: ${error instanceof Error ? error.message : String(error)}.`;
  return new WrongUse(`${said}${meant}`, { cause: error });
};

/** The file in the same folder that was probably meant, as a question. */
const meantBy = async (file: string, cwd: string): Promise<string> => {
  const names = await readdir(dirname(resolve(cwd, file))).catch(() => []);
  const meant = nearest(basename(file), names);
  return meant === undefined ? "" : ` Did you mean \`${cleaned(join(dirname(file), meant))}\`?`;
};

const REASONS: Readonly<Record<string, (file: string, expected: string) => string>> = {
  ENOENT: (file, expected) =>
    `There is no file \`${file}\`; expected ${expected}. Check the spelling; paths count from the current folder.`,
  ENOTDIR: (file) => `There is no file \`${file}\`: a part of its path is a file, not a folder.`,
  EISDIR: (file, expected) =>
    `\`${file}\` is a folder; expected ${expected}. To check a whole checkout, use \`gatehouse validate\`.`,
  EACCES: (file) => `\`${file}\` may not be read by this user; change its permissions.`,
  EFBIG: (file, expected) => `${nameOf(file)} is larger than 64 MB; expected ${expected}.`,
  EPERM: (file) => `\`${file}\` may not be read by this user; change its permissions.`,
};

const decode = (file: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    throw new WrongUse(`${nameOf(file)} is ${utf16 ? "UTF-16 text" : "not UTF-8 text"}; save it as UTF-8.`, {
      cause: error,
    });
  }
};
