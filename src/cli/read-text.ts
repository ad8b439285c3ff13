import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import type { Shell } from "./shell.ts";
import { nameOf, STDIN, unreadable } from "./unusable-file.ts";
import { WrongUse } from "./wrong-use.ts";

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
