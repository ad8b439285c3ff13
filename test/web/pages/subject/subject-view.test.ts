import { describe, expect, test } from "@jest/globals";
import type { Verdict } from "../../../../src/evaluation/verdict.ts";
import type { LedgerEntry } from "../../../../src/evidence/ledger.ts";
import {
  judged,
  label,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  stepsPolicy,
  tick,
  ticked,
  unclear,
} from "../../../evaluation/world.ts";
import { BREAKING, ROLLED_BACK, viewOf } from "./standing.ts";

const SHA = "a".repeat(40);

const check = (headSha: string, remoteId: string) =>
  ({ subjectKey: "k", kind: "check", name: "gatehouse", headSha, remoteId, digest: "d" }) as const;
const checklist = { subjectKey: "k", kind: "checklist", name: "", remoteId: "12", digest: "d" } as const;

const DEFERRED: LedgerEntry = {
  act: "defer",
  procedure: "p",
  step: "a",
  reason: "later",
  by: { login: "lea", type: "User" },
  role: "lead",
  at: "2026-03-02T09:00:00Z",
  permission: "write",
  via: "command",
};

describe("the first line", () => {
  test.each([
    ["left", judged(stepsPolicy(step("a", tick("lead")))), "**1 of 1 left.** Next: lead (lea, Leo)."],
    [
      "ready",
      judged(stepsPolicy(step("a", tick())), snapshot(), [ticked("a", "walt")]),
      "**Ready.** The one step is done.",
    ],
    [
      "put off",
      judged(
        policy([procedure([phase("one", [step("a", tick())])])], {
          override: { roles: ["lead"], lastsMs: 1, secondPerson: false },
        }),
        snapshot(),
        [DEFERRED],
      ),
      "**Ready.** The one step is done. Exit state: partial.",
    ],
    [
      "rolled back",
      ROLLED_BACK,
      "Merged. **Rolled back** in production on 2026-03-02 08:30 UTC by lea, because: 3 wrong totals.",
    ],
    ["nothing applies", judged(policy([])), "**Ready.** No procedure applies to this pull request."],
  ])("%s", (_, verdict, expected) => {
    expect(viewOf(verdict).headline).toBe(expected);
  });

  test("what can't be determined and what only watches is said", () => {
    const verdict = judged(policy([procedure([phase("one", [step("a", tick())])])], { mode: "shadow" }));
    expect(viewOf(verdict)).toMatchObject({ isShadow: true, isUndetermined: false });
    const since = new Date("2026-03-02T08:00:00Z");
    const stale = viewOf(judged(stepsPolicy(step("a", tick("lead")))), { undeterminedSince: since, viewer: "lea" });
    expect(stale).toMatchObject({ isUndetermined: true, isShadow: false, yours: [] });
  });
});

describe("steps", () => {
  const verdict = judged(
    stepsPolicy(
      step("a", tick("lead"), { steps: [step("a1", tick()), step("a2", tick())] }),
      step("b", label("x")),
      step("c", unclear),
    ),
    snapshot({ labels: ["x"] }),
    [ticked("a1", "walt")],
  );
  const phaseOf = (viewer = "rita") => {
    const since = { "p/a": new Date("2026-03-01T10:00:00Z") };
    const [found] = viewOf(verdict, { viewer, since, published: [checklist] }).procedures[0]?.phases ?? [];
    if (found === undefined) throw new Error("there is no phase");
    return found;
  };

  test("what is through is apart from what is left, and every step is counted", () => {
    const { open, through, throughWords, done, total, word, tone } = phaseOf();
    expect(open.map(({ step: { id } }) => id)).toEqual(["a", "c"]);
    expect(through.map(({ step: { id } }) => id)).toEqual(["b"]);
    expect({ throughWords, done, total, word, tone }).toEqual({
      throughWords: "1 done",
      done: 2,
      total: 5,
      word: "to do",
      tone: "bad",
    });
  });

  test("what comes later is awaited since no moment", () => {
    const since = { "p/a": new Date("2026-03-01T10:00:00Z") };
    const later = policy([procedure([phase("go", [step("a", tick("lead"))], { blocks: "deploy" })])]);
    const sinceIn = (given: Verdict) => viewOf(given, { since }).procedures[0]?.phases[0]?.open.map((one) => one.since);
    expect(sinceIn(judged(later))).toEqual([undefined]);
    expect(sinceIn(judged(later, snapshot({ state: "merged", mergeSha: "m" })))).toEqual([since["p/a"]]);
  });

  test("an open box leads to its comment, a ticked one has it for a proof", () => {
    const [a] = phaseOf().open;
    const url = "https://github.com/acme/shop/pull/7#issuecomment-12";
    expect(a).toMatchObject({ tickAt: url, since: new Date("2026-03-01T10:00:00Z"), anchor: "step-p-a" });
    expect(a?.steps.map(({ tickAt }) => tickAt)).toEqual([undefined, url]);
    expect(a?.steps[0]?.proofs).toEqual([{ text: "the checklist", url }]);
  });

  test("what waits for whoever is looking is theirs, and nobody else's", () => {
    const yours = (viewer: string) => viewOf(verdict, { viewer }).yours.map(({ step: { id } }) => id);
    expect(yours("LEA")).toEqual(["a"]);
    expect(yours("ada")).toEqual(["a2"]);
    expect(yours("rita")).toEqual([]);
    expect(viewOf(verdict, { viewer: "lea", state: "closed" }).yours).toEqual([]);
  });
});

test("links lead to this head's check and to the comment; what was never written has none", () => {
  const published = [check("0".repeat(40), "1"), check(SHA, "2"), checklist, check(SHA, "")];
  expect(viewOf(judged(policy([])), { published }).links).toEqual({
    check: "https://github.example.com/acme/shop/runs/2",
    checklist: "https://github.com/acme/shop/pull/7#issuecomment-12",
    followUps: [],
  });
  expect(viewOf(judged(policy([]))).links).toEqual({ check: undefined, checklist: undefined, followUps: [] });
});

test("problems of the config lead to their lines at the base branch, errors first", () => {
  const finding = { code: "x/y", message: "Wrong.", line: 3, column: 5 } as const;
  const verdict = judged(
    policy([], {
      findings: [
        { ...finding, severity: "warning", file: "docs/a b#c.md" },
        { ...finding, severity: "error", file: "acme/.github:procedures/x.yml" },
        { ...finding, severity: "warning", file: "builtin:deploy.yml" },
      ],
    }),
  );
  const { findings } = viewOf(verdict, { base: "release/1.0" });
  expect(findings.map(({ place, url }) => [place, url])).toEqual([
    ["acme/.github:procedures/x.yml:3:5", "https://github.example.com/acme/.github/blob/HEAD/procedures/x.yml#L3"],
    ["docs/a b#c.md:3:5", "https://github.example.com/acme/shop/blob/release/1.0/docs/a%20b%23c.md#L3"],
    ["builtin:deploy.yml:3:5", undefined],
  ]);
});

describe("what the pull request itself would break", () => {
  const done = judged(stepsPolicy(step("a", tick())), snapshot(), [ticked("a", "walt")]);

  test("shuts its gate whatever was done, and leads to its lines at the head", () => {
    const view = viewOf(done, { proposed: BREAKING });
    expect(view.headline).toBe(
      "**Configuration error.** This pull request would break the configuration; mend it before merging.",
    );
    expect(view.isBroken).toBe(true);
    expect(view.proposed.map(({ severity, url }) => [severity, url])).toEqual([
      ["error", `https://github.example.com/acme/shop/blob/${SHA}/.github/procedures/p.yml#L3`],
      ["warning", `https://github.example.com/acme/shop/blob/${SHA}/.github/gatehouse.yml#L2`],
    ]);
    expect(view.path.find(({ title }) => title === "Merged")).toMatchObject({
      tone: "bad",
      word: "configuration error",
    });
  });

  test.each([
    { who: "its author", viewer: "ADA", about: {}, isYoursToMend: true },
    { who: "nobody else", viewer: "rita", about: {}, isYoursToMend: false },
    { who: "nobody once it is closed", viewer: "ada", about: { state: "closed" }, isYoursToMend: false },
    {
      who: "nobody while nobody knows",
      viewer: "ada",
      about: { undeterminedSince: new Date(0) },
      isYoursToMend: false,
    },
  ] as const)("is for $who to mend", ({ viewer, about, isYoursToMend }) => {
    expect(viewOf(done, { proposed: BREAKING, viewer, ...about })).toMatchObject({ isYoursToMend });
  });

  test("is nothing while it is only odd", () => {
    const view = viewOf(done, { proposed: BREAKING.slice(0, 1) });
    expect(view).toMatchObject({ isBroken: false, isYoursToMend: false, proposed: [{ severity: "warning" }] });
    expect(view.headline).toMatch(/^\*\*Ready/u);
  });
});

test("procedures that don't apply are named with the reason", () => {
  const verdict = judged(policy([procedure([], { applies: { labels: ["x"] } })]));
  expect(viewOf(verdict).others).toEqual([{ title: "Procedure", reason: expect.stringContaining("label") }]);
  expect(viewOf(verdict).procedures).toEqual([]);
});
