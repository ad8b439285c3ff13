import { spawn } from "node:child_process";
import { chmod, mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A process takes a while to start where all cores are busy. */

const root = join(import.meta.dirname, "../..");

/** Where the worked example is. */
export const fixtures = join(root, "test/fixtures/cli");

export interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

interface How {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as this user, where the tests run as root, who may read everything. */
  readonly uid?: number;
}

/** The command line as `npm run build` makes it, in a folder of its own. */
export interface BuiltCli {
  readonly main: string;
  readonly run: (args: readonly string[], how?: How) => Promise<Ended>;
  /** A folder with these files, removed at the end; its path. */
  readonly folder: (files: Readonly<Record<string, string | Uint8Array>>) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** Builds the command line; types are checked elsewhere. Inside the repository, because it needs its node_modules. */
export const buildCli = async (): Promise<BuiltCli> => {
  await mkdir(join(root, "node_modules/.cache"), { recursive: true });
  const lib = await mkdtemp(join(root, "node_modules/.cache/gatehouse-cli-"));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const built = await end(process.execPath, [tsc, "-p", "tsconfig.build.json", "--noCheck", "--outDir", lib], {
    cwd: root,
  });
  await chmod(lib, 0o755);
  if (built.exit !== 0) throw new Error(`The command line could not be built.\n${built.out}${built.err}`);
  const main = join(lib, "cli/main.js");
  const folders = [lib];
  return {
    main,
    run: async (args, how) => end(process.execPath, [main, ...args], how),
    folder: async (files) => {
      const folder = await mkdtemp(join(tmpdir(), "gatehouse-cli-"));
      folders.push(folder);
      await Promise.all(Object.entries(files).map(async ([path, content]) => write(join(folder, path), content)));
      return folder;
    },
    remove: async () => {
      await Promise.all(folders.map(async (folder) => rm(folder, { recursive: true, force: true })));
    },
  };
};

const write = async (path: string, content: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
};

const end = async (
  command: string,
  args: readonly string[],
  { cwd, stdin = "", env = {}, uid }: How = {},
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const user = uid === undefined ? {} : { uid, gid: uid };
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, ...user });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (exit) =>
      resolve({ exit, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") }),
    );
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
