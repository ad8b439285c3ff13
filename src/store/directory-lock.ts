import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { mkdir, realpath, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Another process holds the data directory. */
export class DirectoryInUse extends Error {
  readonly code = "directory-in-use";
}

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Makes this process the only owner of a data directory, and throws `DirectoryInUse` if another one is. The lock is a
 * listening socket, which the kernel closes however the process ends, so a `kill -9` never leaves it taken.
 *
 * On Linux there are two: an abstract socket (atomic, but seen only inside one network namespace) and a socket file in
 * the directory (seen from every container of the machine that shares it). Elsewhere there is the socket file alone,
 * in the temporary directory. Windows uses a named pipe. Machines sharing a network file system are not told apart.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true });
  const path = await realpath(directory);
  const name = `gatehouse-${createHash("sha256").update(path).digest("hex").slice(0, 32)}`;
  const held: DirectoryLock[] = [];
  try {
    if (process.platform === "win32") held.push(await take(String.raw`\\.\pipe\ `.trim() + name, path));
    if (process.platform === "linux") held.push(await take(`\0${name}`, path));
    if (process.platform === "linux") held.push(await takeFileIn(path));
    if (!["linux", "win32"].includes(process.platform)) held.push(await takeFile(join(tmpdir(), `${name}.sock`), path));
  } catch (error) {
    await releaseAll(held);
    throw error;
  }
  return { release: () => releaseAll(held) };
}

/** A socket's address is at most 107 bytes; going through the open directory keeps it short however deep that lies. */
async function takeFileIn(directory: string): Promise<DirectoryLock> {
  const handle = openSync(directory, "r");
  try {
    const lock = await takeFile(`/proc/self/fd/${handle}/owner.sock`, directory);
    return {
      release: async () => {
        await lock.release();
        closeSync(handle);
      },
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/** The file of a dead owner stays behind but answers nobody; only then is it replaced. */
async function takeFile(address: string, directory: string): Promise<DirectoryLock> {
  if (await answers(address)) throw inUse(directory);
  await rm(address, { force: true });
  return await take(address, directory);
}

async function take(address: string, directory: string): Promise<DirectoryLock> {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await listening(server, address).catch((error: unknown) => {
    throw isCode(error, "EADDRINUSE")
      ? inUse(directory)
      : new Error(`${directory} could not be locked`, { cause: error });
  });
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path: address, exclusive: true }, resolve);
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function inUse(directory: string): DirectoryInUse {
  return new DirectoryInUse(
    `${directory} is in use by another Gatehouse process. The embedded database takes one process: stop the other one, ` +
      "give this one a DATA_DIR of its own, or set DATABASE_URL to share a PostgreSQL between several.",
  );
}

async function releaseAll(locks: readonly DirectoryLock[]): Promise<void> {
  for (const lock of locks.toReversed()) await lock.release();
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
