/** Check runs, comments and deployments left 32 bits behind on GitHub; the fake starts there so that consumers notice. */
const BEYOND_32_BIT = 2_200_000_001;

const START = {
  user: 1001,
  org: 3001,
  team: 4001,
  repository: 700_001,
  label: 900_001,
  milestone: 950_001,
  issue: BEYOND_32_BIT,
  pull: BEYOND_32_BIT + 500_000_000,
  comment: BEYOND_32_BIT,
  reaction: 60_001,
  review: BEYOND_32_BIT,
  thread: 80_001,
  reviewComment: BEYOND_32_BIT,
  suite: BEYOND_32_BIT * 10,
  run: BEYOND_32_BIT * 20,
  status: BEYOND_32_BIT,
  deployment: BEYOND_32_BIT,
  deploymentStatus: BEYOND_32_BIT * 2,
  environment: BEYOND_32_BIT * 3,
  environmentRule: 31_001,
  workflow: 88_000_001,
  workflowRun: BEYOND_32_BIT * 4,
  app: 3_141,
  installation: 52_001,
  delivery: BEYOND_32_BIT * 100,
  edit: 1,
  queueEntry: 70_001,
  ruleset: 42,
} as const;

const PREFIX: Record<IdKind, string> = {
  user: "U",
  org: "O",
  team: "T",
  repository: "R",
  label: "LA",
  milestone: "MI",
  issue: "I",
  pull: "PR",
  comment: "IC",
  reaction: "REA",
  review: "PRR",
  thread: "PRRT",
  reviewComment: "PRRC",
  suite: "CS",
  run: "CR",
  status: "SC",
  deployment: "DE",
  deploymentStatus: "DES",
  environment: "EN",
  environmentRule: "GA",
  workflow: "W",
  workflowRun: "WFR",
  app: "A",
  installation: "IN",
  delivery: "D",
  edit: "UCE",
  queueEntry: "MQE",
  ruleset: "RRS",
};

export type IdKind = keyof typeof START;

/** Hands out database ids and GraphQL node ids. */
export class Ids {
  readonly #last = new Map<IdKind, number>();

  next(kind: IdKind): { id: number; nodeId: string } {
    const id = (this.#last.get(kind) ?? START[kind] - 1) + 1;
    this.#last.set(kind, id);
    return { id, nodeId: nodeId(PREFIX[kind], String(id)) };
  }
}

export const nodeId = (prefix: string, text: string): string =>
  `${prefix}_${Buffer.from(`fake:${text}`).toString("base64url")}`;
