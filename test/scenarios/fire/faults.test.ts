import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { FakeGitHub } from "../../fake-github/fake-github.ts";
import type { Fault } from "../../fake-github/http/faults.ts";
import type { PullScenario } from "../../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { checkOf, openShop, opensPull, statusOf, tickedIn } from "../shop.ts";
import { startWorld, type World } from "../world.ts";

/**
 * Each fault of GitHub's, at each kind of call, while a pull request goes from opened to ready and back: the check is never green
 * when a box is open, everything is right in the end without help, and nothing is there twice. All of them at once, each in an
 * installation of its own.
 */

/** Less patience than usual, for the faults that end only when it does. */
const PATIENCE_MS = 4000;

/** Calls about one repository. */
const PLACES = {
  "the read": (repo: string) => new RegExp(`^POST /graphql Snapshot ${repo}$`),
  "a new check": (repo: string) => new RegExp(`^POST /repos/${repo}/check-runs$`),
  "a new comment": (repo: string) => new RegExp(`^POST /repos/${repo}/issues/\\d+/comments$`),
  "an update of the check": (repo: string) => new RegExp(`^PATCH /repos/${repo}/check-runs/`),
  "an update of a comment": (repo: string) => new RegExp(`^PATCH /repos/${repo}/issues/comments/`),
} as const;
type Place = keyof typeof PLACES;
const EVERYWHERE = [
  "the read",
  "a new check",
  "a new comment",
  "an update of the check",
  "an update of a comment",
] as const satisfies readonly Place[];

const inSeconds = (seconds: number): string => String(Math.ceil(Date.now() / 1000) + seconds);
const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
const PRIMARY = "API rate limit exceeded for installation ID 1.";

type Happening = Omit<Fault, "match" | "next">;

/** Made when it is needed: some name a moment soon after. */
const FAULTS: Readonly<Record<string, (github: FakeGitHub) => Happening>> = {
  "500": () => ({ status: 500, body: "<html>Unicorn!</html>" }),
  "500 although it was done": () => ({ status: 500, applied: true }),
  "502": () => ({ status: 502 }),
  "502 although it was done": () => ({ status: 502, applied: true }),
  "secondary limit": () => ({ status: 403, headers: { "retry-after": "1" }, body: { message: SECONDARY } }),
  "primary limit": () => ({
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(1) },
    body: { message: PRIMARY },
  }),
  "a query over the limit": () => ({
    errors: [{ type: "RATE_LIMITED", message: PRIMARY }],
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(1) },
  }),
  "partial data with errors": () => ({
    errors: [{ message: "Something went wrong" }],
    applied: true,
  }),
  "never answered": () => ({ hangs: true }),
  "never answered although it was done": () => ({ hangs: true, applied: true }),
  "answered byte by byte": () => ({ manner: "slow" }),
  "a body that is cut off": () => ({ manner: "cut" }),
  "a body that is too short": () => ({ manner: "short" }),
  "a connection that is reset": () => ({ drop: true }),
  "a connection that is reset although it was done": () => ({ drop: true, applied: true }),
  "tokens that expire in flight": (github) => ({ meanwhile: () => github.expiresTokens() }),
};

/** What only a query can meet. */
const QUERIES_ONLY: ReadonlySet<string> = new Set(["a query over the limit", "partial data with errors"]);

const ROWS = Object.entries(FAULTS).flatMap(([name, faultOf]) =>
  EVERYWHERE.filter((place) => place === "the read" || !QUERIES_ONLY.has(name)).map((place) => ({
    name,
    faultOf,
    place,
  })),
);
type Row = (typeof ROWS)[number];

const over = new AbortController();

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds() && !over.signal.aborted) await delay(20);
};

interface Lived {
  readonly pull: PullScenario;
  /** How often the fault was met. */
  readonly met: number;
}

/** Everything that a pull request goes through, each step under the fault. */
const lived = async ({ github }: World, { faultOf, place }: Row): Promise<Lived> => {
  const repo = openShop(github);
  let met = 0;
  const underFault = async <Done>(act: () => Promise<Done>): Promise<Done> => {
    const fault = faultOf(github);
    const meanwhile = (): unknown => {
      met += 1;
      return fault.meanwhile?.();
    };
    github.fail({ ...fault, match: PLACES[place](repo.fullName), meanwhile });
    return act();
  };
  const pull = await underFault(() => opensPull(repo));
  await until(() => checkOf(pull) === TWO_LEFT && pull.commentsOf().length === 2);
  await underFault(() => pull.ticks({ by: "quinn", step: "Tried on staging" }));
  await until(() => checkOf(pull) === ONE_LEFT && statusOf(pull).includes("1 of 2"));
  expect(greensOf(github, repo)).toEqual([]);
  await underFault(() => pull.ticks({ by: "ada", step: "Alerts looked at" }));
  await until(() => checkOf(pull) === READY);
  await underFault(() => pull.unticks({ by: "ada", step: "Alerts looked at" }));
  await until(() => checkOf(pull) === ONE_LEFT);
  return { pull, met };
};

const TWO_LEFT = "action_required: 2 of 2 left: 2 ticks";
const ONE_LEFT = "action_required: 1 of 2 left: 1 tick";
const READY = "success: Ready";

/** Check runs of ours that anybody was shown as green. */
const greensOf = (github: FakeGitHub, { fullName }: RepoScenario): readonly unknown[] =>
  github
    .writes()
    .filter(({ path }) => path.includes(`${fullName}/check-runs`))
    .map(({ body }) => body)
    .filter((body) => /"conclusion":"(?:success|neutral|skipped)"/.test(JSON.stringify(body)));

describe("each fault at each call", () => {
  let world: World;
  const stories = new Map<Row, Promise<Lived>>();
  beforeAll(async () => {
    world = await startWorld({ callTimeoutMs: PATIENCE_MS });
    for (const row of ROWS) {
      const story = lived(world, row);
      story.catch(() => undefined);
      stories.set(row, story);
    }
  });
  afterAll(() => {
    over.abort();
    return world.stop();
  });

  test.each(ROWS)(
    "$name, at $place",
    async (row) => {
      const story = await stories.get(row);
      if (story === undefined) throw new Error("no story");
      const { pull, met } = story;
      expect(met).toBeGreaterThan(0);
      expect(checkOf(pull)).toBe(ONE_LEFT);
      expect(tickedIn(pull)).toEqual(["staging"]);
      expect(pull.commentsOf()).toHaveLength(2);
    },
    600_000,
  );

  test("and GitHub's contracts were kept", async () => {
    await world.settle();
    world.github.assertClean();
  });
});
