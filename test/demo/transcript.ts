import { z } from "zod";
import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { RunScenario } from "../fake-github/scenario/run.ts";
import { pullOf, type Scene, type Stage } from "./stage.ts";

/** What one scene did, as plain data: one line of the JSON transcript. */
export interface Entry {
  readonly scene: number;
  readonly title: string;
  /** ISO 8601, by the clock of the story. */
  readonly at: string;
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
  /** The workflow run, as long as it is under way or something new came of it. */
  readonly run: Waiting | null;
}

/** A workflow run that deploys, as its page shows it. */
interface Waiting {
  readonly status: string;
  /** What Gatehouse said since the scene before; `pending` is a status report. */
  readonly reviews: readonly { readonly state: string; readonly lines: readonly string[] }[];
  /** The check of the commit for the environment, if it is new or says something new. */
  readonly check: { readonly name: string; readonly conclusion: string; readonly title: string } | null;
}

const Sender = z.object({ sender: z.object({ login: z.string() }) });

/** Watches GitHub and tells what changed since it last looked. */
export class Watcher {
  readonly #github: FakeGitHub;
  #deliveries = 0;
  #calls = 0;
  #reviews = 0;
  #deployCheck = "";
  #ended = "";
  readonly #seen = new Map<number, ReadonlySet<string>>();

  constructor(github: FakeGitHub) {
    this.#github = github;
    this.#deliveries = github.deliveries.length;
    this.#calls = github.calls.length;
  }

  look(number: number, scene: Scene, stage: Stage): Entry {
    const pull = scene.about?.(stage) ?? pullOf(stage);
    const deliveries = this.#github.deliveries.slice(this.#deliveries);
    const calls = this.#github.calls.slice(this.#calls);
    this.#deliveries += deliveries.length;
    this.#calls += calls.length;
    const run = pull.check("gatehouse");
    return {
      scene: number,
      title: scene.title,
      at: (scene.at === undefined ? this.#github.now() : new Date(scene.at)).toISOString(),
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
      run: stage.run === undefined ? null : this.#waiting(stage, stage.run),
    };
  }

  /** A run is told of until it has come to its end. */
  #waiting({ repo }: Stage, run: RunScenario): Waiting | null {
    const all = repo.runs.flatMap((one) => one.reviews());
    const reviews = all.slice(this.#reviews).map(({ state, comment }) => ({ state, lines: linesOf(comment) }));
    this.#reviews = all.length;
    const suites = repo.state.suites.filter(({ app, sha }) => app.slug === "gatehouse" && sha === run.sha);
    const found = suites.flatMap((suite) => suite.runs).findLast(({ name }) => name.startsWith("gatehouse/"));
    const checked = found === undefined ? "" : `${run.sha} ${found.conclusion} ${found.title}`;
    const isNews = checked !== this.#deployCheck;
    this.#deployCheck = checked;
    const { name = "", conclusion, title } = found ?? {};
    const check = { name, conclusion: conclusion ?? "", title: title ?? "" };
    const said = `${run.id} ${run.conclusion}`;
    const isOver = run.conclusion !== null && reviews.length === 0 && !isNews && said === this.#ended;
    this.#ended = said;
    return isOver ? null : { status: run.conclusion ?? run.status, reviews, check: isNews ? check : null };
  }

  #news(id: number, body: string): readonly string[] {
    const before = this.#seen.get(id) ?? new Set();
    const lines = linesOf(body);
    this.#seen.set(id, new Set(lines));
    return lines.filter((line) => !before.has(line));
  }
}

const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line.trim() !== "");

const nameOf = (body: string): string => /<!-- gatehouse:(\w+) -->/.exec(body)?.[1] ?? "answer";
