import { describe, expect, test } from "@jest/globals";
import { Ledger, LedgerEntry } from "../../src/evidence/ledger.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { keyOf, type Attempt } from "../../src/evaluation/attempt.ts";
import { authorise } from "../../src/evaluation/authorise.ts";
import type { Permission } from "../../src/evaluation/rights.ts";
import { stateOf } from "../../src/evaluation/state-of.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import {
  choice,
  decision,
  done,
  finding,
  HEAD,
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

const AT = "2026-03-02T09:00:00Z";
const person = (login: string) => ({ login, type: "User" }) as const;

const procedures = [
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

const roles = { lead: ["lea"], qa: ["quinn"], security: ["sam"], idle: ["ida"] };
const given = policy(procedures, { roles, override: OVERRIDE });

const seen = snapshot({
  labels: ["x"],
  roles: {
    lead: { members: ["lea", "Leo"] },
    qa: { members: ["quinn", "ada"] },
    security: { members: ["sam"] },
    idle: { members: ["ida"] },
  },
});

const COMMAND = { by: person("lea"), at: AT, via: "command" } as const;
const onStep = (id: string) => ({ ...COMMAND, procedure: "p", step: id }) as const;

interface Scene {
  readonly ledger?: Ledger;
  readonly policy?: Policy;
  readonly snapshot?: Snapshot;
  readonly permission?: Permission;
}

const entryOf = (attempt: Attempt, scene: Scene = {}): LedgerEntry => {
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

const accepts = (cases: readonly Accepted[]): void => {
  test.each(cases)("accepted: $title", ({ attempt, entry, ...scene }) => {
    const made = entryOf(attempt, scene);
    expect(made).toMatchObject(entry);
    expect(LedgerEntry.safeParse(made).success).toBe(true);
    expect(made).toMatchObject({ via: "command", at: AT, key: keyOf(attempt) });
  });
};

const refuses = (cases: readonly Refused[]): void => {
  test.each(cases)("refused: $title", ({ attempt, why, ...scene }) => {
    const made = entryOf(attempt, scene);
    expect(made).toMatchObject({ act: "refused", attempted: attempt.attempted, why });
    expect(LedgerEntry.safeParse(made).success).toBe(true);
  });
};

describe("waivers and deferrals", () => {
  const waive = (id: string, reason?: string) => ({ ...onStep(id), attempted: "waive", reason }) as const;
  const defer = (id: string, reason?: string) => ({ ...onStep(id), attempted: "defer", reason }) as const;
  const walt = { by: person("walt") };
  const deferred = done({ act: "defer", procedure: "p", step: "open", reason: "later" });
  const waived = done({ act: "waive", procedure: "p", step: "open", reason: "never" });

  accepts([
    {
      title: "a waiver of a waivable step by a writer",
      attempt: { ...waive("maybe", "no load here"), ...walt },
      entry: { act: "waive", reason: "no load here" },
    },
    {
      title: "a waiver of any step by an override role",
      attempt: waive("open", "an emergency"),
      entry: { act: "waive", role: "lead", reason: "an emergency" },
      permission: "read",
    },
    {
      title: "a waiver of a waivable step by an override role without write permission",
      attempt: waive("maybe", "an emergency"),
      entry: { act: "waive", role: "lead" },
      permission: "read",
    },
    {
      title: "a deferral",
      attempt: defer("open", " next week "),
      entry: { act: "defer", reason: "next week", role: "lead" },
    },
    {
      title: "a waiver of what was put off",
      attempt: waive("open", "never"),
      ledger: [deferred],
      entry: { act: "waive" },
    },
    {
      title: "an untick of a deferral",
      attempt: { ...onStep("open"), attempted: "untick" },
      ledger: [deferred],
      entry: { act: "untick" },
      permission: "read",
    },
    {
      title: "an untick of a deferral without a box",
      attempt: { ...onStep("maybe"), attempted: "untick" },
      ledger: [done({ act: "defer", procedure: "p", step: "maybe", reason: "later" })],
      entry: { act: "untick" },
    },
    {
      title: "a tick of what was put off",
      attempt: { ...onStep("open"), attempted: "tick" },
      ledger: [deferred],
      entry: { act: "tick" },
    },
  ]);

  refuses([
    {
      title: "a waiver without a reason",
      attempt: waive("open", " "),
      why: "The waiver by lea was refused: a waiver needs a reason.",
    },
    {
      title: "a deferral without a reason",
      attempt: defer("open"),
      why: "The deferral by lea was refused: a deferral needs a reason.",
    },
    {
      title: "a waiver of a step that may not be waived, by a writer",
      attempt: { ...waive("open", "x"), ...walt },
      why: "The waiver by walt was refused: only lead may do this.",
    },
    {
      title: "a deferral by a writer, of a waivable step as well",
      attempt: { ...defer("maybe", "x"), ...walt },
      why: "The deferral by walt was refused: only lead may do this.",
    },
    {
      title: "a deferral where the config names nobody",
      attempt: defer("open", "x"),
      policy: policy(procedures, { roles }),
      why: "The deferral by lea was refused: the config names no `override` roles, so nobody may do this.",
    },
    {
      title: "a waiver of what is done",
      attempt: waive("done", "x"),
      why: "The waiver by lea was refused: this step is done, so it needs no waiver.",
    },
    {
      title: "a deferral of what is done",
      attempt: defer("done", "x"),
      why: "The deferral by lea was refused: this step is done, so it needs no deferral.",
    },
    {
      title: "a waiver behind the lock",
      attempt: waive("late", "x"),
      why: "The waiver by lea was refused: the phase “Phase ship” is locked.",
    },
    {
      title: "a deferral of what does not apply",
      attempt: defer("skipped", "x"),
      why: "The deferral by lea was refused: this step does not apply here.",
    },
    {
      title: "a second waiver",
      attempt: waive("open", "x"),
      ledger: [waived],
      why: "The waiver by lea was refused: this step is waived already.",
    },
    {
      title: "a deferral of what was waived",
      attempt: defer("open", "x"),
      ledger: [waived],
      why: "The deferral by lea was refused: this step is waived already.",
    },
    {
      title: "a second deferral",
      attempt: defer("open", "x"),
      ledger: [deferred],
      why: "The deferral by lea was refused: this step is put off already.",
    },
    {
      title: "a waiver of an option",
      attempt: waive("slow", "x"),
      why: "The waiver by lea was refused: this is an option; it is picked or not, and only the whole choice can be left out.",
    },
    {
      title: "a tick below an option that is not picked",
      attempt: { ...onStep("watch"), attempted: "tick" },
      why: "The tick by lea was refused: it belongs to an option that is not picked.",
    },
    {
      title: "a stranger's untick of a deferral",
      attempt: { ...onStep("open"), ...walt, attempted: "untick" },
      ledger: [deferred],
      permission: "read",
      why: "The untick by walt was refused: this needs write permission.",
    },
  ]);
});

test("an option that is not picked can be ticked, and so the pick be changed", () => {
  const ledger = [done({ act: "tick", procedure: "p", step: "slow", permission: "write" })];
  expect(entryOf({ ...onStep("direct"), attempted: "tick" }, { ledger })).toMatchObject({ act: "tick" });
  expect(entryOf({ ...onStep("slow"), attempted: "untick" }, { ledger })).toMatchObject({ act: "untick" });
});

describe("decisions", () => {
  const go = (id: string) => ({ ...onStep(id), attempted: "decide", word: "go" }) as const;
  const noGo = (id: string, reason?: string) =>
    ({ ...onStep(id), attempted: "decide", word: "no-go", reason }) as const;
  const both = [go("plan"), noGo("plan", "x")].map(keyOf);

  test("a go and a no-go of one comment are two acts", () => expect(new Set(both).size).toBe(2));

  accepts([
    {
      title: "a go",
      attempt: go("plan"),
      entry: { act: "decide", word: "go", role: "lead", commit: HEAD },
      permission: "none",
    },
    { title: "a go that closes a phase", attempt: go("build:gate"), entry: { step: "build:gate", word: "go" } },
    {
      title: "a go with a reason",
      attempt: { ...go("plan"), reason: "all is well" },
      entry: { word: "go", reason: "all is well" },
    },
    { title: "a no-go", attempt: noGo("plan", "no budget"), entry: { word: "no-go", reason: "no budget" } },
    { title: "a no-go on a locked phase", attempt: noGo("late-go", "no budget"), entry: { word: "no-go" } },
  ]);

  refuses([
    {
      title: "a no-go without a reason",
      attempt: noGo("plan", ""),
      why: "The no-go by lea was refused: a no-go needs a reason.",
    },
    {
      title: "a go on a locked phase",
      attempt: go("late-go"),
      why: "The go by lea was refused: the phase “Phase ship” is locked.",
    },
    {
      title: "a go by an admin outside the role",
      attempt: { ...go("plan"), by: person("adam") },
      permission: "admin",
      why: "The go by adam was refused: only lead may do this.",
    },
    {
      title: "a go on a step without a decision",
      attempt: go("open"),
      why: "The go by lea was refused: this step asks for no decision.",
    },
    {
      title: "a go on what was waived",
      attempt: go("plan"),
      ledger: [done({ act: "waive", procedure: "p", step: "plan", reason: "x" })],
      why: "The go by lea was refused: this step is waived.",
    },
    { title: "a go on no step", attempt: go("nowhere"), why: "There is no step `p/nowhere` here." },
  ]);
});

describe("sign-offs", () => {
  const sign = (role: string, login = "lea") =>
    ({ ...COMMAND, by: person(login), attempted: "signoff", role }) as const;
  const revoke = (role: string, login = "lea") =>
    ({ ...COMMAND, by: person(login), attempted: "revoke", role }) as const;
  const signed = done({ act: "signoff", role: "lead", by: { login: "old" } });
  const revoked = done({ act: "revoke", role: "lead", by: { login: "lea" }, at: "2026-03-01T13:00:00Z" });
  const reviewedAt = (at: string) =>
    snapshot({
      roles: seen.roles,
      reviews: [
        { by: { login: "Lea" }, state: "approved", at },
        { by: null, state: "approved", at },
      ],
    });

  accepts([
    {
      title: "a member",
      attempt: sign("lead"),
      entry: { act: "signoff", role: "lead", commit: HEAD },
      permission: "none",
    },
    {
      title: "a role in other letters, with a remark",
      attempt: { ...sign("LEAD", "LEO"), reason: "looks good" },
      entry: { role: "lead", reason: "looks good" },
    },
    { title: "the author where a step counts them", attempt: sign("qa", "ada"), entry: { act: "signoff", role: "qa" } },
    {
      title: "a revoke of an approving review",
      attempt: revoke("lead"),
      snapshot: reviewedAt(AT),
      entry: { act: "revoke" },
    },
    {
      title: "a revoke by somebody who left the role since",
      attempt: revoke("lead", "old"),
      ledger: [signed],
      entry: { act: "revoke", role: "lead" },
    },
    {
      title: "a revoke of a review that is newer than the last revoke",
      attempt: revoke("lead"),
      ledger: [revoked],
      snapshot: reviewedAt(AT),
      entry: { act: "revoke" },
    },
  ]);

  refuses([
    {
      title: "a stranger",
      attempt: sign("lead", "walt"),
      why: "The sign-off by walt was refused: only lead may do this.",
    },
    {
      title: "the author where every step leaves them out",
      attempt: sign("lead", "ada"),
      why: "The sign-off by ada was refused: the author's own sign-off does not count here; somebody else has to look at it.",
    },
    {
      title: "a role nobody asks for",
      attempt: sign("idle", "ida"),
      why: "The sign-off by ida was refused: no step here asks for a sign-off by `idle`; they ask for lead, qa and security.",
    },
    {
      title: "where nobody asks for any",
      attempt: sign("lead"),
      policy: policy([], { roles }),
      why: "The sign-off by lea was refused: no step here asks for a sign-off by `lead`; none asks for one.",
    },
    {
      title: "a role that signs off by review only",
      attempt: sign("security", "sam"),
      why: "The sign-off by sam was refused: security signs off here by an approving review, not by a command.",
    },
    {
      title: "a revoke without a sign-off",
      attempt: revoke("lead"),
      why: "The withdrawal of a sign-off by lea was refused: lea has not signed off for lead.",
    },
    {
      title: "a revoke of a review that was revoked already",
      attempt: revoke("lead"),
      ledger: [revoked],
      snapshot: reviewedAt("2026-03-01T12:30:00Z"),
      why: "The withdrawal of a sign-off by lea was refused: lea has not signed off for lead.",
    },
    {
      title: "a revoke by a stranger",
      attempt: revoke("lead", "walt"),
      ledger: [signed],
      why: "The withdrawal of a sign-off by walt was refused: only lead may do this.",
    },
  ]);
});

describe("overrides", () => {
  const override = (gate: string, rest: { readonly reason?: string; readonly login?: string } = {}) =>
    ({
      ...COMMAND,
      by: person(rest.login ?? "lea"),
      attempted: "override",
      gate,
      reason: rest.reason ?? "an outage",
    }) as const;
  const expires = "2026-03-03T09:00:00.000Z";

  accepts([
    {
      title: "the merge",
      attempt: override("merge"),
      entry: { act: "override", gate: "merge", reason: "an outage", commit: HEAD, role: "lead", expires },
    },
    { title: "no gate at all is the merge", attempt: override(""), entry: { gate: "merge" } },
    { title: "a deployment", attempt: override("deploy/production"), entry: { gate: "deploy/Production" } },
    { title: "an environment alone", attempt: override("PRODUCTION"), entry: { gate: "deploy/Production" } },
    {
      title: "the author, though it opens nothing yet",
      attempt: override("merge", { login: "ada" }),
      snapshot: snapshot({ roles: { lead: { members: ["ada", "lea"] } } }),
      entry: { act: "override", by: person("ada"), role: "lead" },
    },
  ]);

  refuses([
    {
      title: "an admin outside the roles",
      attempt: override("merge", { login: "adam" }),
      permission: "admin",
      why: "The override by adam was refused: only lead may do this.",
    },
    {
      title: "where the config names nobody",
      attempt: override("merge"),
      policy: policy(procedures, { roles }),
      why: "The override by lea was refused: the config names no `override` roles, so nobody may do this.",
    },
    {
      title: "no reason",
      attempt: override("merge", { reason: " " }),
      why: "The override by lea was refused: an override needs a reason.",
    },
    {
      title: "no such gate",
      attempt: override("deploy/staging"),
      why: "The override by lea was refused: there is no gate `deploy/staging` here, only merge and deploy/Production.",
    },
    {
      title: "an open gate",
      attempt: override("merge"),
      policy: policy([], { roles, override: OVERRIDE }),
      why: "The override by lea was refused: the gate is open.",
    },
    {
      title: "a broken config",
      attempt: override("merge"),
      policy: policy(procedures, { roles, override: OVERRIDE, findings: [finding()] }),
      why: "The override by lea was refused: the configuration is broken, and must be mended first.",
    },
    {
      title: "an aborted run",
      attempt: override("merge"),
      ledger: [done({ act: "abort", reason: "x" })],
      why: "The override by lea was refused: the run is aborted; `/gate resume` takes it up again.",
    },
  ]);
});

describe("aborts, resumptions and rollbacks", () => {
  const abort = (login = "lea", reason = "superseded") =>
    ({ ...COMMAND, by: person(login), attempted: "abort", reason }) as const;
  const resume = (login = "lea") => ({ ...COMMAND, by: person(login), attempted: "resume" }) as const;
  const rollback = (environment?: string, login = "lea") =>
    ({ ...COMMAND, by: person(login), attempted: "rollback", environment, reason: "errors" }) as const;
  const aborted = done({ act: "abort", reason: "x" });
  const rolledBack = done({ act: "rollback", reason: "x" });

  accepts([
    {
      title: "an abort by an override role",
      attempt: abort(),
      entry: { act: "abort", reason: "superseded", role: "lead" },
    },
    { title: "an abort by the author", attempt: abort("ADA"), entry: { act: "abort" }, permission: "read" },
    { title: "a resumption", attempt: resume("ada"), ledger: [aborted], entry: { act: "resume" } },
    {
      title: "a resumption after a rollback, with a reason",
      attempt: { ...resume(), reason: "fixed" },
      ledger: [rolledBack],
      entry: { act: "resume", reason: "fixed", role: "lead" },
    },
    { title: "a rollback", attempt: rollback(), entry: { act: "rollback", reason: "errors", role: "lead" } },
    { title: "a rollback somewhere", attempt: rollback("production"), entry: { environment: "Production" } },
    { title: "a rollback where a phase starts", attempt: rollback("Staging"), entry: { environment: "staging" } },
  ]);

  refuses([
    {
      title: "an abort by a writer",
      attempt: abort("walt"),
      why: "The abort by walt was refused: only the author or lead may do this.",
    },
    {
      title: "an abort without a reason",
      attempt: abort("ada", ""),
      why: "The abort by ada was refused: an abort needs a reason.",
    },
    {
      title: "a second abort",
      attempt: abort(),
      ledger: [aborted],
      why: "The abort by lea was refused: lea has aborted it already.",
    },
    {
      title: "a resumption of what goes on",
      attempt: resume(),
      why: "The resumption by lea was refused: nothing was aborted or rolled back.",
    },
    {
      title: "a resumption by a writer",
      attempt: resume("walt"),
      ledger: [aborted],
      why: "The resumption by walt was refused: only the author or lead may do this.",
    },
    {
      title: "a rollback by the author",
      attempt: rollback(undefined, "ada"),
      why: "The rollback by ada was refused: only lead may do this.",
    },
    {
      title: "a rollback without a reason",
      attempt: { ...rollback(), reason: undefined },
      why: "The rollback by lea was refused: a rollback needs a reason.",
    },
    {
      title: "a rollback of a strange environment",
      attempt: rollback("moon"),
      why: "The rollback by lea was refused: no procedure here speaks of the environment `moon`, only Production and staging.",
    },
    {
      title: "a rollback where no environment is named",
      attempt: rollback("moon"),
      policy: policy([], { roles, override: OVERRIDE }),
      why: "The rollback by lea was refused: no procedure here speaks of the environment `moon`, none is named.",
    },
    {
      title: "an abort by a writer where nobody overrides",
      attempt: abort("walt"),
      policy: policy(procedures, { roles }),
      why: "The abort by walt was refused: only the author may do this.",
    },
  ]);
});

describe("nothing is taken from Apps", () => {
  const bot = { by: { login: "helper[bot]", type: "Bot" }, at: AT } as const;
  const all: readonly Attempt[] = [
    { ...onStep("open"), ...bot, attempted: "tick" },
    { ...onStep("open"), ...bot, attempted: "untick" },
    { ...onStep("maybe"), ...bot, attempted: "waive", reason: "x" },
    { ...onStep("open"), ...bot, attempted: "defer", reason: "x" },
    { ...onStep("plan"), ...bot, attempted: "decide", word: "go" },
    { ...bot, via: "command", attempted: "signoff", role: "lead" },
    { ...bot, via: "command", attempted: "revoke", role: "lead" },
    { ...bot, via: "command", attempted: "override", gate: "merge", reason: "x" },
    { ...bot, via: "command", attempted: "abort", reason: "x" },
    { ...bot, via: "command", attempted: "resume" },
    { ...bot, via: "command", attempted: "rollback", reason: "x" },
  ];
  const everywhere = snapshot({ author: bot.by, roles: { lead: { members: ["helper[bot]"] } } });

  test.each(all)("$attempted", (attempt) => {
    expect(entryOf(attempt, { snapshot: everywhere, permission: "admin" })).toMatchObject({
      act: "refused",
      why: expect.stringMatching(/ by helper\[bot\] was refused: a person must do this, not an App\.$/u),
    });
  });

  test("except a tick by editing the checklist, where the step lets it", () => {
    const asked = policy([procedure([phase("one", [step("auto", tick(undefined, false)), step("human", tick())])])]);
    const edit = (id: string, via: "comment" | "recovered" | "command") =>
      entryOf({ ...onStep(id), ...bot, via, attempted: "tick" }, { policy: asked, permission: "none" }).act;
    expect([edit("auto", "comment"), edit("auto", "recovered"), edit("auto", "command")]).toEqual([
      "tick",
      "tick",
      "refused",
    ]);
    expect([edit("human", "comment"), edit("human", "recovered")]).toEqual(["refused", "refused"]);
  });
});

describe("what an act changed", () => {
  const verdict = judged(given, seen);
  test.each<[Attempt, string | undefined]>([
    [{ ...onStep("open"), attempted: "tick" }, "waiting"],
    [{ ...onStep("nowhere"), attempted: "tick" }, undefined],
    [{ ...onStep("plan"), attempted: "decide", word: "go" }, "waiting"],
    [{ ...COMMAND, attempted: "override", gate: "production" }, "shut"],
    [{ ...COMMAND, attempted: "override", gate: "moon" }, undefined],
    [{ ...COMMAND, attempted: "signoff", role: "lead" }, "shut"],
    [{ ...COMMAND, attempted: "abort" }, "blocked"],
  ])("%j was about something %s", (attempt, state) => {
    expect(stateOf(verdict, attempt)).toBe(state);
  });

  test("where nothing applies there is no run", () => {
    expect(stateOf(judged(policy([])), { ...COMMAND, attempted: "abort" })).toBeUndefined();
  });
});

test("what nobody did is refused", () => {
  expect(entryOf({ ...COMMAND, by: null, attempted: "abort", reason: "x" })).toMatchObject({
    act: "refused",
    why: "The abort was refused: GitHub does not say who made it.",
  });
});

test("a subject without a commit keeps none", () => {
  expect(
    entryOf({ ...COMMAND, attempted: "abort", reason: "x" }, { snapshot: snapshot({ headSha: "" }) }),
  ).not.toHaveProperty("commit");
});

test("keys tell targets apart", () => {
  const attempts: readonly Attempt[] = [
    { ...COMMAND, attempted: "signoff", role: "lead" },
    { ...COMMAND, attempted: "revoke", role: "lead" },
    { ...COMMAND, attempted: "signoff", role: "qa" },
    { ...COMMAND, attempted: "override", gate: "merge" },
    { ...COMMAND, attempted: "override", gate: "deploy/production" },
    { ...COMMAND, attempted: "abort" },
    { ...COMMAND, attempted: "resume" },
    { ...COMMAND, attempted: "rollback" },
    { ...COMMAND, attempted: "rollback", environment: "production" },
  ];
  expect(new Set(attempts.map(keyOf)).size).toBe(attempts.length);
});
