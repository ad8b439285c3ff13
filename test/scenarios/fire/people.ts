import type { FakeGitHub } from "../../fake-github/fake-github.ts";
import type { PullScenario } from "../../fake-github/scenario/pull.ts";
import { random, type Random } from "../random.ts";
import { answersOn, checkOf, configOf, openShop, opensPull, statusOf, tickedIn } from "../shop.ts";

interface Box {
  readonly id: string;
  readonly step: string;
  readonly by: readonly string[];
}

/** Boxes with those who may tick them. */
const BOXES: readonly [Box, ...Box[]] = [
  { id: "staging", step: "Tried on staging", by: ["quinn", "quentin"] },
  { id: "alerts", step: "Alerts looked at", by: ["ada", "max", "olga"] },
  { id: "prices", step: "Prices compared", by: ["ada", "max", "quinn"] },
  { id: "support", step: "Support knows", by: ["max", "quentin"] },
];

const PROCEDURE = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: alerts, title: Alerts looked at }
      - { id: prices, title: Prices compared }
      - { id: support, title: Support knows }
      - { id: calm, title: Nobody asked to wait, require: { labels: { none: [hold] } } }
      - { id: testing, title: Testing is described, require: { section: Testing } }
`;

const TESTED = "## Testing\n\nBy hand, on a phone.\n";

/** A pull request with what its people meant: how it must stand in the end. */
export interface Watched {
  readonly pull: PullScenario;
  /** Ids of the boxes that are ticked by those who last touched them. */
  readonly ticked: Set<string>;
  /** How often a command was given that is answered in words. */
  asked: number;
}

/** Opens so many pull requests, some in each of several installations. */
export const openPulls = async (
  github: FakeGitHub,
  { shops, pullsEach }: { readonly shops: number; readonly pullsEach: number },
): Promise<readonly Watched[]> => {
  const opened: Watched[] = [];
  for (let shop = 0; shop < shops; shop += 1) {
    const repo = openShop(github, { procedure: PROCEDURE, config: configOf() });
    for (let index = 0; index < pullsEach; index += 1) {
      const files = { [`src/basket-${index}.ts`]: "export {};\n" };
      opened.push({ pull: await opensPull(repo, { body: TESTED, files }), ticked: new Set(), asked: 0 });
    }
  }
  return opened;
};

/** The next thing that somebody does there: each causes one delivery, a push two. */
export const act = async (watched: Watched, chance: Random): Promise<void> => {
  const kind = chance.one([ticks, ticks, ticks, edits, edits, labels, pushes, remarks, remarks, asks]);
  await kind(watched, chance);
};

type Kind = (watched: Watched, chance: Random) => Promise<unknown>;

const ticks: Kind = ({ pull, ticked }, chance) => {
  const { id, step, by } = chance.one(BOXES);
  const [person = "max"] = chance.shuffled([...by]);
  if (ticked.delete(id)) return pull.unticks({ by: person, step });
  ticked.add(id);
  return pull.ticks({ by: person, step });
};

const edits: Kind = ({ pull }, chance) =>
  pull.edits({ by: "ada", body: `${chance.one([TESTED, "## Testing\n\nTBD\n"])}\nRevision ${chance.below(1e9)}.\n` });

const labels: Kind = ({ pull }) =>
  pull.labelNames.includes("hold")
    ? pull.labels({ by: "ada", remove: ["hold"] })
    : pull.labels({ by: "ada", add: ["hold"] });

const pushes: Kind = ({ pull }, chance) =>
  pull.pushes({ by: "ada", files: { "src/more.ts": `export const more = ${chance.below(1e9)};\n` } });

const remarks: Kind = ({ pull }, chance) => pull.comments({ by: "max", body: `Looks good (${chance.below(1e9)}).` });

const asks: Kind = (watched) => {
  watched.asked += 1;
  return watched.pull.comments({ by: "max", body: "/gate explain staging" });
};

const STEPS = BOXES.length + 2;

/** What the check must say, by what GitHub holds: the description, the labels and the boxes. */
const expectedOn = ({ pull, ticked }: Watched): string => {
  const isTested = pull.body.startsWith(TESTED);
  const isCalm = !pull.labelNames.includes("hold");
  const left = STEPS - ticked.size - Number(isTested) - Number(isCalm);
  return left === 0 ? "success: Ready" : `${left} of ${STEPS} left`;
};

const shortOf = (check: string): string => /\d+ of \d+ left/.exec(check)?.[0] ?? check;

/** What stands on a pull request, where something could be missing, wrong or there twice. */
export const foundOn = (watched: Watched) => {
  const { pull } = watched;
  return {
    number: `${pull.state.repo.name}#${pull.number}`,
    check: shortOf(checkOf(pull)),
    ticked: tickedIn(pull).toSorted(),
    hasStatus: statusOf(pull) !== "",
    answers: answersOn(pull).length,
    runsOnOldHeads: runsOnOldHeads(pull),
  };
};

/** The same, as people meant it. */
export const meantOn = (watched: Watched) => ({
  number: `${watched.pull.state.repo.name}#${watched.pull.number}`,
  check: expectedOn(watched),
  ticked: [...watched.ticked].toSorted(),
  hasStatus: true,
  answers: watched.asked,
  runsOnOldHeads: "at most one each",
});

const runsOnOldHeads = ({ state }: PullScenario): string => {
  const suites = state.repo.suites.filter(({ app }) => app.slug === "gatehouse");
  const perHead = new Map<string, number>();
  for (const { sha, runs } of suites) perHead.set(sha, (perHead.get(sha) ?? 0) + runs.length);
  const twice = [...perHead.entries()].filter(([, runs]) => runs > 1);
  return twice.length === 0 ? "at most one each" : JSON.stringify(twice);
};

/** Chance of its own for each pull request, so that what happens on one does not depend on how fast the others go. */
export const chancesFor = (all: readonly Watched[], seed: number): ReadonlyMap<Watched, Random> =>
  new Map(all.map((watched, index) => [watched, random(seed * 1000 + index)]));
