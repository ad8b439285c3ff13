import { createReadStream, createWriteStream } from "node:fs";
import { access, rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { WrongUse } from "../wrong-use.ts";

/** A name that ends so is of a file that is compressed. */
const isCompressed = (path: string): boolean => path.endsWith(".gz");

/**
 * Writes a new file line by line; it has its name only when it is whole, and nobody but its owner may read it. Throws `WrongUse` where
 * there is one already.
 */
export const writingLines = async <Done>(
  path: string,
  work: (write: (line: string) => Promise<void>) => Promise<Done>,
): Promise<Done> => {
  if (await isThere(path)) throw new WrongUse(`${path} is there already. Choose another name, or move it away.`);
  const part = `${path}.part`;
  const lines = new PassThrough();
  const file = createWriteStream(part, { mode: 0o600 });
  const written = isCompressed(path) ? pipeline(lines, createGzip(), file) : pipeline(lines, file);
  written.catch(() => undefined);
  try {
    const done = await work(async (line) => {
      if (lines.write(line)) return;
      await Promise.race([new Promise<void>((resolve) => lines.once("drain", () => resolve())), written]);
    });
    lines.end();
    await written;
    await rename(part, path);
    return done;
  } catch (error) {
    lines.destroy();
    await written.catch(() => undefined);
    await rm(part, { force: true });
    throw unusable(path, error);
  }
};

/** The lines of a file. Throws `WrongUse` where it can't be read. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const input = isCompressed(path) ? file.pipe(createGunzip()) : file;
  if (input !== file) file.on("error", (error) => input.destroy(error));
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    throw unusable(path, error);
  }
}

const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const unusable = (path: string, error: unknown): unknown =>
  isOfTheSystem(error) ? new WrongUse(`${path} can't be used: ${error.message}`, { cause: error }) : error;

/** Of files and of compression, not of the database. */
const isOfTheSystem = (error: unknown): error is Error =>
  error instanceof Error &&
  "code" in error &&
  /^(E[A-Z]+|Z_[A-Z_]+)$/.test(String(error.code)) &&
  !("routine" in error);
