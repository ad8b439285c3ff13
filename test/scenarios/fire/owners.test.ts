import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { FakeGitHub } from "../../fake-github/fake-github.ts";
import type { PullScenario } from "../../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { checkOf, openShop, opensPull, tickedIn } from "../shop.ts";
import { startWorld, type World } from "../world.ts";

/**
 * What owners do to their installation or repository while Gatehouse reads or writes there, and take back afterwards. All stories at
 * once, each in an installation of its own.
 */

type Place = "the read" | "a write";

const callsTo = (fullName: string, place: Place): RegExp =>
  place === "the read"
    ? new RegExp(`^POST /graphql Snapshot ${fullName}$`)
    : new RegExp(`^(POST|PATCH) /repos/${fullName}/(check-runs|issues)`);

interface Story {
  readonly github: FakeGitHub;
  readonly repo: RepoScenario;
}

interface Doing {
  readonly does: (story: Story) => unknown;
  /** Undoes it; absent where Gatehouse goes on anyway. */
  readonly undoes?: (story: Story) => unknown;
}

const ownerOf = ({ repo }: Story): string => repo.state.owner.login;

const DOINGS: Readonly<Record<string, Doing>> = {
  "the installation is suspended": {
    does: (story) => story.github.suspends(ownerOf(story)),
    undoes: (story) => story.github.suspends(ownerOf(story), { suspended: false }),
  },
  "the installation is deleted": {
    does: (story) => story.github.uninstalls(ownerOf(story)),
    undoes: ({ repo }) => repo.installs(),
  },
  "the repository is taken out of the installation": {
    does: ({ repo }) => repo.uninstalls(),
    undoes: ({ repo }) => repo.installs(),
  },
  "the repository is renamed": {
    does: ({ repo }) => repo.renames({ by: "ada", to: `${repo.state.name}-renamed` }),
  },
  "the repository is transferred": {
    does: ({ github, repo }) => {
      const to = `${repo.state.owner.login}-new`;
      github.repo(`${to}/other`, { installed: true });
      return repo.transfers({ by: "ada", to });
    },
  },
  "the repository is archived": {
    does: ({ repo }) => repo.archives({ by: "ada" }),
    undoes: ({ repo }) => repo.archives({ by: "ada", archived: false }),
  },
};

const ROWS = Object.entries(DOINGS).flatMap(([what, doing]) =>
  (["the read", "a write"] as const).map((place) => ({ what, doing, place })),
);
type Row = (typeof ROWS)[number];

const over = new AbortController();

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds() && !over.signal.aborted) await delay(20);
};

const TWO_LEFT = "action_required: 2 of 2 left: 2 ticks";
const ONE_LEFT = "action_required: 1 of 2 left: 1 tick";

/** Somebody ticks a box, and at the first call that follows the owner does something. */
const lived = async ({ github }: World, { doing, place }: Row): Promise<PullScenario> => {
  const repo = openShop(github);
  const story = { github, repo };
  const pull = await opensPull(repo);
  await until(() => checkOf(pull) === TWO_LEFT && pull.commentsOf().length === 2);
  let isDone = false;
  const meanwhile = async (): Promise<void> => {
    await doing.does(story);
    isDone = true;
  };
  github.fail({ match: callsTo(repo.fullName, place), meanwhile });
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await pull.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
  await until(() => isDone);
  await github.settled();
  await doing.undoes?.(story);
  await until(() => checkOf(pull) === ONE_LEFT);
  return pull;
};

describe("meanwhile", () => {
  let world: World;
  const stories = new Map<Row, Promise<PullScenario>>();
  beforeAll(async () => {
    world = await startWorld();
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
    "$what, at $place",
    async (row) => {
      const pull = await stories.get(row);
      if (pull === undefined) throw new Error("no story");
      expect(checkOf(pull)).toBe(ONE_LEFT);
      expect(tickedIn(pull)).toEqual(["staging"]);
      expect(pull.commentsOf()).toHaveLength(2);
    },
    600_000,
  );
});
