import { expect, test } from "@jest/globals";
import { LedgerEntry, type Ledger } from "../../src/evidence/ledger.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { keyOf, type Attempt } from "../../src/evaluation/attempt.ts";
import { authorise } from "../../src/evaluation/authorise.ts";
import type { Permission } from "../../src/evaluation/rights.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import {
  choice,
  decision,
  judged,
  label,
  OVERRIDE,
  phase,
  policy,
  procedure,
  signoff,
  snapshot,
  step,
  tick,
} from "./world.ts";

/** When everything here is tried. */
export const AT = "2026-03-02T09:00:00Z";
/** Somebody who is no App. */
export const person = (login: string) => ({ login, type: "User" }) as const;

/** Steps of every sort: phases before the merge in order, one of a deployment, one after it. */
export const procedures = [
  procedure(
    [
      phase(
        "build",
        [
          step("open", tick()),
          step("done", label("x")),
          step("skipped", tick(), { when: { draft: true } }),
          step("maybe", label("y"), { waivable: true }),
          step("plan", decision("lead")),
          step("review", signoff({ role: "lead" })),
          step("second", signoff({ role: "qa", not_author: false })),
          step("eyes", signoff({ role: "security", via: ["review"] })),
          step("way", choice, {
            steps: [step("direct", tick(), { steps: [step("watch", tick())] }), step("slow", tick())],
          }),
        ],
        { gate: decision("lead") },
      ),
      phase("ship", [step("late", tick()), step("late-go", decision("lead"))]),
      phase("live", [step("window", tick())], { blocks: "deploy", environments: ["Production"] }),
      phase("after", [step("logs", tick())], { blocks: null, starts: { deployed: "staging" } }),
    ],
    { order: "phases" },
  ),
];

/** The roles of the config; nobody asks anything of the idle. */
export const roles = { lead: ["lea"], qa: ["quinn"], security: ["sam"], idle: ["ida"] };
/** The procedures in a config that names override roles. */
export const given = policy(procedures, { roles, override: OVERRIDE });

/** A pull request by ada, with all roles known. */
export const seen = snapshot({
  labels: ["x"],
  roles: {
    lead: { members: ["lea", "Leo"] },
    qa: { members: ["quinn", "ada"] },
    security: { members: ["sam"] },
    idle: { members: ["ida"] },
  },
});

/** A command by lea. */
export const COMMAND = { by: person("lea"), at: AT, via: "command" } as const;
/** A command by lea on a step. */
export const onStep = (id: string) => ({ ...COMMAND, procedure: "p", step: id }) as const;

/** What an attempt meets. */
interface Scene {
  readonly ledger?: Ledger;
  readonly policy?: Policy;
  readonly snapshot?: Snapshot;
  readonly permission?: Permission;
}

/** What becomes of an attempt. */
export const entryOf = (attempt: Attempt, scene: Scene = {}): LedgerEntry => {
  const { ledger = [], policy: asked = given, snapshot: at = seen, permission = "write" } = scene;
  const verdict = judged(asked, at, ledger);
  return authorise(attempt, { policy: asked, snapshot: at, ledger, verdict, permission });
};

interface Accepted extends Scene {
  readonly title: string;
  readonly attempt: Attempt;
  readonly entry: object;
}

interface Refused extends Scene {
  readonly title: string;
  readonly attempt: Attempt;
  readonly why: string;
}

/** Cases that go to the ledger as acts. */
export const accepts = (cases: readonly Accepted[]): void => {
  test.each(cases)("accepted: $title", ({ attempt, entry, ...scene }) => {
    const made = entryOf(attempt, scene);
    expect(made).toMatchObject(entry);
    expect(LedgerEntry.safeParse(made).success).toBe(true);
    expect(made).toMatchObject({ via: "command", at: AT, key: keyOf(attempt) });
  });
};

/** Cases that go to the ledger as refusals. */
export const refuses = (cases: readonly Refused[]): void => {
  test.each(cases)("refused: $title", ({ attempt, why, ...scene }) => {
    const made = entryOf(attempt, scene);
    expect(made).toMatchObject({ act: "refused", attempted: attempt.attempted, why });
    expect(LedgerEntry.safeParse(made).success).toBe(true);
  });
};
