import { createReadStream, createWriteStream } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { unreadable, unwritable } from "../unusable-file.ts";
import { WrongUse } from "../wrong-use.ts";

/** A name that ends so is of a file that is compressed. */
const isCompressed = (path: string): boolean => path.endsWith(".gz");

/** A file as it was named, from the folder in which the command was run. */
export interface NamedFile {
  readonly file: string;
  readonly cwd: string;
}

/**
 * Writes a new file line by line; it has its name only when it is whole, and nobody but its owner may read it. Throws `WrongUse` where
 * there is one already.
 */
export const writingLines = async <Done>(
  { file: name, cwd }: NamedFile,
  work: (write: (line: string) => Promise<void>) => Promise<Done>,
): Promise<Done> => {
  const path = resolve(cwd, name);
  if (await isThere(path)) throw new WrongUse(`\`${name}\` is there already. Choose another name, or move it away.`);
  const part = `${path}.part`;
  const lines = new PassThrough();
  const file = createWriteStream(part, { mode: 0o600 });
  const written = isCompressed(path) ? pipeline(lines, createGzip(), file) : pipeline(lines, file);
  written.catch(() => undefined);
  try {
    const done = await work(async (line) => {
      if (lines.write(line)) return;
      await Promise.race([new Promise<void>((drained) => lines.once("drain", () => drained())), written]);
    });
    lines.end();
    await written;
    await rename(part, path);
    return done;
  } catch (error) {
    lines.destroy();
    await written.catch(() => undefined);
    await rm(part, { force: true });
    throw isOfTheSystem(error) ? unwritable(name, error) : error;
  }
};

/** Throws `WrongUse` where it can't be read. */
export const assertReadable = async ({ file, cwd }: NamedFile): Promise<void> => {
  try {
    const opened = await open(resolve(cwd, file));
    const isFolder = (await opened.stat()).isDirectory();
    await opened.close();
    if (isFolder) throw Object.assign(new Error("a folder"), { code: "EISDIR" });
  } catch (error) {
    throw await unreadable({ file, cwd, expected: EXPORT }, error);
  }
};

const EXPORT = "what `gatehouse database export` wrote";

/** The lines of a file. Throws `WrongUse` where it can't be read. */
export async function* linesOf({ file: name, cwd }: NamedFile): AsyncGenerator<string> {
  const path = resolve(cwd, name);
  const file = createReadStream(path);
  const input = isCompressed(path) ? file.pipe(createGunzip()) : file;
  if (input !== file) file.on("error", (error) => input.destroy(error));
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    if (isOfCompression(error)) throw new WrongUse(broken(name), { cause: error });
    throw isOfTheSystem(error) ? await unreadable({ file: name, cwd, expected: EXPORT }, error) : error;
  }
}

const broken = (name: string): string =>
  `\`${name}\` ends in \`.gz\` and can't be unpacked: it is cut short, or is no gzip file. Expected ${EXPORT}; copy it anew.`;

const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Of files, not of the database. */
const isOfTheSystem = (error: unknown): boolean => hasCode(error, /^E[A-Z]+$/) && !("routine" in Object(error));

const isOfCompression = (error: unknown): boolean => hasCode(error, /^Z_[A-Z_]+$/);

const hasCode = (error: unknown, pattern: RegExp): boolean =>
  error instanceof Error && "code" in error && pattern.test(String(error.code));
