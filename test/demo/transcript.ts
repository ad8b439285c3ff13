import { z } from "zod";
import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";

/** What one scene did, as plain data: one line of the JSON transcript. */
export interface Entry {
  readonly scene: number;
  readonly title: string;
  readonly pull: number;
  /** Webhooks that GitHub delivered, with whose act they tell of and Gatehouse's answer. */
  readonly deliveries: readonly {
    readonly event: string;
    readonly guid: string;
    readonly by: string;
    readonly answer: number;
  }[];
  /** Calls Gatehouse made. */
  readonly calls: readonly string[];
  readonly check: {
    readonly conclusion: string;
    readonly title: string;
    readonly annotations: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  } | null;
  /** Lines of our comments that are new, by comment. */
  readonly comments: Readonly<Record<string, readonly string[]>>;
}

const Sender = z.object({ sender: z.object({ login: z.string() }) });

/** Watches GitHub and tells what changed since it last looked. */
export class Watcher {
  readonly #github: FakeGitHub;
  #deliveries = 0;
  #calls = 0;
  readonly #seen = new Map<number, ReadonlySet<string>>();

  constructor(github: FakeGitHub) {
    this.#github = github;
  }

  look(scene: number, title: string, pull: PullScenario): Entry {
    const deliveries = this.#github.deliveries.slice(this.#deliveries);
    const calls = this.#github.calls.slice(this.#calls);
    this.#deliveries += deliveries.length;
    this.#calls += calls.length;
    const run = pull.check("gatehouse");
    return {
      scene,
      title,
      pull: pull.number,
      deliveries: deliveries.map(({ event, action, guid, payload, statusCode }) => ({
        event: action === null ? event : `${event}.${action}`,
        guid,
        by: Sender.safeParse(payload).data?.sender.login ?? "nobody",
        answer: statusCode,
      })),
      calls: calls.map(({ method, path }) => `${method} ${path}`),
      check:
        run === undefined
          ? null
          : {
              conclusion: run.conclusion ?? run.status,
              title: run.title ?? "",
              annotations: run.annotations.map((one) => ({
                path: one.path,
                line: one.start_line,
                message: one.message,
              })),
            },
      comments: Object.fromEntries(
        pull.commentsOf().flatMap(({ id, body }) => {
          const lines = this.#news(id, body);
          return lines.length === 0 ? [] : [[nameOf(body), lines]];
        }),
      ),
    };
  }

  #news(id: number, body: string): readonly string[] {
    const before = this.#seen.get(id) ?? new Set();
    const lines = body.split("\n").filter((line) => line.trim() !== "");
    this.#seen.set(id, new Set(lines));
    return lines.filter((line) => !before.has(line));
  }
}

const nameOf = (body: string): string => /<!-- gatehouse:(\w+) -->/.exec(body)?.[1] ?? "answer";
