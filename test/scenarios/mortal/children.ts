import { once } from "node:events";
import { execFile, fork, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Answer, type Order } from "./child-words.ts";
import { environmentOf, type Bear } from "./life.ts";

/** Processes of their own, which die by `kill -9`. */
export interface Children {
  readonly bear: Bear;
  readonly stop: () => Promise<void>;
}

/** They run what is built first, which is quicker than to translate it in each. While one lives the next loads its code. */
export const children = async (): Promise<Children> => {
  const built = await build();
  const forked = (): ChildProcess => fork(join(built, "test/scenarios/mortal/child.js"), { execArgv: FLAGS });
  let next = forked();
  const bear: Bear = async (birth) => {
    const child = next;
    next = forked();
    const exited = once(child, "exit");
    const ask = (order: Order): Promise<Answer> => asked(child, exited, order);
    const now = () => birth.github.now().toISOString();
    const { url } = await ask({ do: "start", environment: environmentOf(birth), now: now() });
    return {
      url,
      settled: async () => {
        await ask({ do: "settle", now: now() });
      },
      die: () => void child.kill("SIGKILL"),
      gone: async () => {
        await exited;
      },
    };
  };
  const stop = async (): Promise<void> => {
    const exited = once(next, "exit");
    next.kill("SIGKILL");
    await exited;
    await rm(built, { recursive: true, force: true });
  };
  return { bear, stop };
};

/** The embedded database is WebAssembly; what lives so shortly has no use of its being optimised, which takes half of a start. */
const FLAGS = ["--liftoff-only"];

const root = join(import.meta.dirname, "../../..");

/** Inside the repository, because it needs its node_modules; types are checked elsewhere. Answers the folder. */
const build = async (): Promise<string> => {
  await mkdir(join(root, "node_modules/.cache"), { recursive: true });
  const folder = await mkdtemp(join(root, "node_modules/.cache/gatehouse-mortal-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", version: "0.0.0-mortal" }));
  for (const shipped of ["procedures", "assets"]) await symlink(join(root, shipped), join(folder, shipped));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const project = join(import.meta.dirname, "tsconfig.json");
  await promisify(execFile)(process.execPath, [tsc, "-p", project, "--noCheck", "--outDir", folder]);
  return folder;
};

const asked = async (child: ChildProcess, exited: Promise<unknown>, order: Order): Promise<Answer> => {
  const answered = once(child, "message");
  child.send(order);
  const answer: unknown = await Promise.race([answered, exited]);
  return Answer.parse(Array.isArray(answer) ? answer[0] : undefined);
};
