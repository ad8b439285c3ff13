import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../src/evidence/ledger.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { gateName } from "../../src/evaluation/find-gate.ts";
import type { GateVerdict } from "../../src/evaluation/verdict.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import {
  done,
  finding,
  judged,
  label,
  NOW,
  OVERRIDE,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  tick,
  ticked,
  unclear,
} from "./world.ts";

const TOMORROW = "2026-03-03T09:00:00.000Z";
const LATER = "2026-03-03T12:00:00.000Z";
const override = (login: string, rest: object = {}) =>
  done({ act: "override", gate: "merge", reason: "an outage", expires: TOMORROW, by: { login }, ...rest });

const merge = (given: Policy, seen: Snapshot, ledger: Ledger): GateVerdict => {
  const [first] = judged(given, seen, ledger).gates;
  if (first === undefined) throw new Error("there is always a merge gate");
  return first;
};

const one = (rest: Partial<Policy> = {}) =>
  policy([procedure([phase("one", [step("a", label("x")), step("b", tick())])])], { override: OVERRIDE, ...rest });
const team = snapshot({ roles: { lead: { members: ["lea", "Leo", "ada"] } } });

const wake = (ledger: Ledger) => judged(one(), team, ledger).wakeAt?.toISOString();

describe("an override", () => {
  const open = { state: "open", left: 2, total: 2 } as const;
  const until = new Date(TOMORROW);

  test.each<{ title: string; ledger: Ledger; policy?: Policy; snapshot?: Snapshot; gate: object }>([
    {
      title: "opens the gate, and what is left stays in sight",
      ledger: [override("lea")],
      gate: { ...open, overridden: { by: ["lea"], reason: "an outage", until } },
    },
    {
      title: "by several names all of them, once, and lasts as long as the last",
      ledger: [override("lea"), override("LEA"), override("leo", { reason: "agreed", expires: LATER })],
      gate: { ...open, overridden: { by: ["lea", "leo"], reason: "an outage; agreed", until: new Date(LATER) } },
    },
    {
      title: "by a role held then",
      ledger: [override("old", { role: "lead" })],
      gate: { ...open, overridden: { by: ["old"] } },
    },
    {
      title: "by the author alone needs another",
      ledger: [override("ada")],
      gate: { state: "shut", needsAnother: { by: ["ada"], reason: "an outage", until } },
    },
    {
      title: "by the author and another",
      ledger: [override("ada"), override("lea", { expires: LATER })],
      gate: { ...open, overridden: { by: ["ada", "lea"], until: new Date(LATER) } },
    },
    {
      title: "by the author and another, whose word ends first",
      ledger: [override("ada", { expires: LATER }), override("lea")],
      gate: { ...open, overridden: { by: ["ada", "lea"], until } },
    },
    {
      title: "by the author alone where that is enough",
      policy: one({ override: { ...OVERRIDE, secondPerson: false } }),
      ledger: [override("ada")],
      gate: { ...open, overridden: { by: ["ada"], until } },
    },
  ])("$title", ({ ledger, policy: given = one(), snapshot: seen = team, gate }) => {
    expect(merge(given, seen, ledger)).toMatchObject(gate);
  });

  test.each<{ title: string; ledger: Ledger; policy?: Policy; snapshot?: Snapshot }>([
    { title: "that expired", ledger: [override("lea", { expires: NOW.toISOString() })] },
    { title: "of another commit", ledger: [override("lea")], snapshot: snapshot({ headSha: "b".repeat(40) }) },
    { title: "of no commit", ledger: [override("lea", { commit: undefined })] },
    { title: "of another gate", ledger: [override("lea", { gate: "deploy/production" })] },
    { title: "by a stranger", ledger: [override("walt", { permission: "admin" })] },
    { title: "by an App", ledger: [override("x[bot]", { role: "lead" })] },
    {
      title: "where the config names nobody",
      ledger: [override("lea", { role: "lead" })],
      policy: one({ override: undefined }),
    },
    { title: "of a broken config", ledger: [override("lea")], policy: one({ findings: [finding()] }) },
    { title: "of an aborted run", ledger: [override("lea"), done({ act: "abort", reason: "x" })] },
  ])("$title opens nothing", ({ ledger, policy: given = one(), snapshot: seen = team }) => {
    const gate = merge(given, seen, ledger);
    expect(gate).toMatchObject({ state: "shut", left: 2 });
    expect(gate).not.toHaveProperty("overridden");
  });

  test("opens what could not be determined, because somebody answers for it", () => {
    const given = policy(
      [procedure([phase("one", [step("a", unclear)])]), procedure([], { id: "q", applies: { paths: ["a"] } })],
      { override: OVERRIDE },
    );
    expect(merge(given, team, [override("lea")])).toMatchObject({ state: "open", left: 2 });
  });

  test("is not spoken of where the gate is open anyway", () => {
    const ledger = [override("lea"), ticked("b", "walt")];
    expect(merge(one(), snapshot({ labels: ["x"] }), ledger)).toEqual({
      gate: "merge",
      state: "open",
      left: 0,
      total: 2,
    });
  });

  test("wakes when the first of its words ends", () => {
    expect(wake([override("lea", { expires: LATER }), override("leo")])).toBe(TOMORROW);
    expect(wake([override("ada")])).toBe(TOMORROW);
    expect(wake([override("lea", { expires: "2026-03-01T09:00:00Z" })])).toBeUndefined();
  });

  test.each(["", "b".repeat(40)])(
    "of an issue lasts until it expires, wherever the default branch is: at %j",
    (headSha) => {
      const given = policy([procedure([phase("one", [step("a", tick())])], { subject: "issue" })], {
        override: OVERRIDE,
      });
      const issue = snapshot({ subject: { kind: "issue", repository: "acme/shop", number: 3 }, headSha });
      expect(merge(given, issue, [override("lea", { commit: undefined })]).state).toBe("open");
      expect(merge(given, issue, [override("lea", { commit: "a".repeat(40) })]).state).toBe("open");
    },
  );
});

describe("gates of deployments", () => {
  const given = policy(
    [
      procedure([
        phase("merge", [step("a", label("x"))]),
        phase("everywhere", [step("b", tick())], { blocks: "deploy" }),
        phase("prod", [step("c", tick())], { blocks: "deploy", environments: ["production", "eu"] }),
        phase("eu", [step("d", tick())], { blocks: "deploy", environments: ["eu"] }),
        phase("after", [step("e", tick())], { blocks: null, starts: { deployed: "production" } }),
      ]),
      procedure(
        [phase("trial", [step("f", tick())], { blocks: "deploy", environments: ["lab"] })],
        { id: "t" },
        "shadow",
      ),
    ],
    { override: OVERRIDE },
  );
  const gates = (seen: Snapshot, ledger: Ledger = []) =>
    judged(given, seen, ledger).gates.map((gate) => [gateName(gate), gate.state, gate.left, gate.total]);

  test("one for each environment, over its phases and those of the merge", () => {
    expect(gates(snapshot())).toEqual([
      ["merge", "shut", 1, 1],
      ["deploy/production", "shut", 3, 3],
      ["deploy/eu", "shut", 4, 4],
      ["deploy", "shut", 2, 2],
    ]);
    expect(gates(snapshot({ labels: ["x"] }), [ticked("b", "walt"), ticked("c", "walt")])).toEqual([
      ["merge", "open", 0, 1],
      ["deploy/production", "open", 0, 3],
      ["deploy/eu", "awaiting", 1, 4],
      ["deploy", "open", 0, 2],
    ]);
  });

  test("an override opens its own gate only", () => {
    const ledger = [override("lea", { gate: "deploy/production" })];
    expect(gates(snapshot(), ledger).map(([, state]) => state)).toEqual(["shut", "open", "shut", "shut"]);
  });

  test("in a config on trial every procedure has its gates", () => {
    const names = judged({ ...given, mode: "shadow" }).gates.map(gateName);
    expect(names).toContain("deploy/lab");
  });

  test("what could not be told shuts every gate", () => {
    const unsure = policy([...given.procedures, procedure([], { id: "q", applies: { paths: ["a"] } })]);
    expect(judged(unsure).gates.map(({ state }) => state)).toEqual(["shut", "shut", "shut", "shut"]);
  });
});

const withTick = (...acts: Ledger) => [ticked("b", "walt"), ...acts];
const rollback = (rest: object = {}) => done({ act: "rollback", reason: "errors", environment: "production", ...rest });
const deployed = (holds: boolean | null, at: string, state: "success" | "failure" = "success") =>
  snapshot({
    state: "merged",
    labels: ["x"],
    deployments: { production: [{ sha: "c", state, at, holds }], staging: [] },
  });

const byAda = (act: "resume" | "abort") => done({ act, reason: "x", by: { login: "ada" } });

describe("an aborted run", () => {
  const abort = done({ act: "abort", reason: "superseded by 12", by: { login: "ada" } });
  const ready = snapshot({ labels: ["x"] });
  const byLea = [done({ act: "abort", reason: "x" })];
  test("by the author alone does not outlive the merge", () => {
    const after = { ...ready, state: "merged" as const };
    expect(judged(one(), after, withTick(byAda("abort"))).procedures[0]?.exit).toBe("completed");
    expect(judged(one(), after, withTick(...byLea)).procedures[0]?.exit).toBe("aborted");
  });

  test("shuts the gate and says how to go on", () => {
    const verdict = judged(one(), ready, withTick(abort));
    expect(verdict.gates).toMatchObject([
      { state: "shut", left: 0, reason: "ada aborted it: superseded by 12. `/gate resume` takes it up again." },
    ]);
    expect(verdict.procedures).toMatchObject([{ exit: "aborted", exitReason: "Aborted by ada: superseded by 12" }]);
  });

  test.each<[string, Ledger, string]>([
    ["resumed by the author", [abort, done({ act: "resume", by: { login: "ADA" } })], "completed"],
    ["resumed by the author, though another aborted it", [...byLea, byAda("resume")], "aborted"],
    ["resumed by an override role", [abort, done({ act: "resume" })], "completed"],
    ["resumed by a stranger", [abort, done({ act: "resume", by: { login: "walt" } })], "aborted"],
    ["resumed and aborted again", [abort, done({ act: "resume" }), abort], "aborted"],
    ["aborted by a stranger", [done({ act: "abort", reason: "x", by: { login: "walt" } })], "completed"],
    ["rolled back as well, and resumed by the author", [abort, rollback(), byAda("resume")], "rolled-back"],
    ["aborted by an App", [done({ act: "abort", reason: "x", by: { login: "x[bot]" }, role: "lead" })], "completed"],
  ])("%s", (...[, acts, exit]) => {
    const verdict = judged(one(), ready, withTick(...acts));
    expect(verdict.procedures[0]?.exit).toBe(exit);
    expect(verdict.gates[0]?.state).toBe(exit === "aborted" ? "shut" : "open");
  });
});

describe("a run that was rolled back", () => {
  const AFTER = "2026-03-01T13:00:00Z";
  const BEFORE = "2026-03-01T11:00:00Z";

  test.each<{ title: string; snapshot: Snapshot; ledger: Ledger; exit: string }>([
    { title: "says so", snapshot: deployed(true, BEFORE), ledger: [rollback()], exit: "rolled-back" },
    {
      title: "and the rollback is a deployment as well",
      snapshot: deployed(false, AFTER),
      ledger: [rollback()],
      exit: "rolled-back",
    },
    { title: "whose commit is not known", snapshot: deployed(null, AFTER), ledger: [rollback()], exit: "rolled-back" },
    {
      title: "deployed again in vain",
      snapshot: deployed(true, AFTER, "failure"),
      ledger: [rollback()],
      exit: "rolled-back",
    },
    { title: "deployed again", snapshot: deployed(true, AFTER), ledger: [rollback()], exit: "completed" },
    {
      title: "deployed again elsewhere",
      snapshot: deployed(true, AFTER),
      ledger: [rollback({ environment: "eu" })],
      exit: "rolled-back",
    },
    {
      title: "nobody said where",
      snapshot: deployed(true, AFTER),
      ledger: [rollback({ environment: undefined })],
      exit: "completed",
    },
    {
      title: "resumed",
      snapshot: deployed(true, BEFORE),
      ledger: [rollback(), done({ act: "resume" })],
      exit: "completed",
    },
    {
      title: "by a stranger",
      snapshot: deployed(true, BEFORE),
      ledger: [rollback({ by: { login: "ada" } })],
      exit: "completed",
    },
    {
      title: "with no deployment known",
      snapshot: snapshot({ labels: ["x"] }),
      ledger: [rollback()],
      exit: "rolled-back",
    },
  ])("$title: $exit", ({ snapshot: seen, ledger, exit }) => {
    const verdict = judged(one(), seen, [ticked("b", "walt"), ...ledger]);
    expect(verdict.procedures[0]?.exit).toBe(exit);
    expect(verdict.gates[0]?.state).toBe("open");
  });
});
