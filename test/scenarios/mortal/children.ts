import { once } from "node:events";
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { Answer, type Order } from "./child-words.ts";
import { environmentOf, type Bear } from "./life.ts";

/** Processes of their own, which die by `kill -9`. */
export interface Children {
  readonly bear: Bear;
  readonly stop: () => Promise<void>;
}

/** While one lives the next loads its code, which takes longer than most lives. */
export const children = (): Children => {
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
  };
  return { bear, stop };
};

const forked = (): ChildProcess =>
  fork(join(import.meta.dirname, "child.ts"), {
    execArgv: [
      "--disable-warning=ExperimentalWarning",
      "--import",
      join(import.meta.dirname, "../../../scripts/typescript.js"),
    ],
  });

const asked = async (child: ChildProcess, exited: Promise<unknown>, order: Order): Promise<Answer> => {
  const answered = once(child, "message");
  child.send(order);
  const answer: unknown = await Promise.race([answered, exited]);
  return Answer.parse(Array.isArray(answer) ? answer[0] : undefined);
};
