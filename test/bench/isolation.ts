import { setTimeout as delay } from "node:timers/promises";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { IsolationFigures } from "./figures.ts";
import { median } from "./measure.ts";
import { addRepository, BODIES, openPull, settle, type Stage } from "./setting.ts";

const FILES = 3000;
const LATENCY_MS = 50;
const OTHERS = 10;
const WARM_UPS = 2;

/** A pull request on an installation of its own, which should not notice anything. */
interface Other {
  readonly repo: string;
  readonly pull: PullScenario;
}

/** How often somebody edits a description where it is busy, in milliseconds. */
const EVERY_MS = 50;

/** What others notice of an installation that is at its limit, and of a pull request that takes long to read. */
export const measureIsolation = async (
  stage: Stage,
  { repetitions }: { readonly repetitions: number },
): Promise<IsolationFigures> => {
  const { github } = stage;
  const others: Other[] = [];
  for (let number = 0; number < OTHERS; number += 1) {
    const repo = addRepository(github, `acme-beside-${number}`);
    others.push({ repo: repo.fullName, pull: await openPull(repo, "basket") });
  }
  const limited = addRepository(github, "acme-limited");
  const many: PullScenario[] = [];
  for (let number = 0; number < OTHERS; number += 1) many.push(await openPull(limited, `limited-${number}`));
  const large = await openLarge(stage);
  await settle(stage);
  github.latency(LATENCY_MS);
  const measured = () => editedBeside(stage, others, repetitions);
  const beforeMs = await measured();
  github.fail({
    match: /^[A-Z]+ \/repos\/acme-limited\//u,
    next: Number.POSITIVE_INFINITY,
    status: 403,
    headers: { "retry-after": "2" },
    body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again." },
  });
  const besideLimitedMs = await beside(editing(many), measured);
  github.clearFaults();
  const besideLargeMs = await beside(editing([large]), measured);
  github.latency(0);
  await settle(stage);
  return { beforeMs, besideLimitedMs, besideLargeMs, files: FILES };
};

const openLarge = ({ github }: Stage): Promise<PullScenario> =>
  addRepository(github, "acme-large").opens({
    by: "ada",
    head: "large",
    title: "Move everything",
    body: BODIES.template,
    files: Object.fromEntries(
      Array.from({ length: FILES }, (_, index) => [
        `src/area-${index % 90}/file-${index}.ts`,
        `export {}; // ${index}\n`,
      ]),
    ),
  });

/** Goes on until it is told to stop, whatever else happens. */
const editing =
  (pulls: readonly PullScenario[]) =>
  async (stop: AbortSignal): Promise<void> => {
    const sent: Promise<unknown>[] = [];
    for (let turn = 0; !stop.aborted; turn += 1) {
      const pull = pulls[turn % pulls.length];
      if (pull !== undefined) sent.push(pull.edits({ by: "ada", body: `${BODIES.template}\n${turn}\n` }));
      await delay(EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
    }
    await Promise.all(sent);
  };

const beside = async (busy: (stop: AbortSignal) => Promise<void>, measure: () => Promise<number>): Promise<number> => {
  const stop = new AbortController();
  const going = busy(stop.signal);
  try {
    await delay(EVERY_MS * 10);
    return await measure();
  } finally {
    stop.abort();
    await going;
  }
};

/** Milliseconds from the webhook being sent to the check being written, the median of all. */
const editedBeside = async ({ github }: Stage, others: readonly Other[], repetitions: number): Promise<number> => {
  const found: number[] = [];
  for (let turn = 0; turn < repetitions + WARM_UPS; turn += 1) {
    const other = others[turn % others.length];
    if (other === undefined) break;
    const checks = `/repos/${other.repo}/check-runs`;
    const before = github.calls.length;
    const start = github.now().getTime();
    await other.pull.edits({ by: "ada", body: other.pull.body === BODIES.filled ? BODIES.template : BODIES.filled });
    const written = await eventually(() =>
      github.calls
        .slice(before)
        .find(({ path, kind, endedAt }) => kind === "write" && endedAt && path.startsWith(checks)),
    );
    found.push((written.endedAt ?? written.startedAt).getTime() - start);
    await delay(EVERY_MS * 2);
  }
  return median(found.slice(WARM_UPS));
};

const eventually = async <Found>(look: () => Found | undefined): Promise<Found> => {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await delay(2);
  }
};
