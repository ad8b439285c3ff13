import { describe, expect, test } from "@jest/globals";
import type { ExitState } from "../../src/evidence/exit-states.ts";
import type { DoneProcedure } from "../../src/requirements/judging.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";

const phase = (id: string, complete: boolean) => ({ id, title: `The ${id}`, complete });

const intake = (more: Partial<DoneProcedure> = {}): DoneProcedure => ({
  id: "intake",
  title: "Feature intake",
  applies: true,
  reason: "it always applies.",
  exit: "completed",
  phases: [phase("plan", true), phase("review", true)],
  ...more,
});
const begun = intake({
  exit: "in-progress",
  phases: [phase("plan", true), phase("review", false), phase("end", false)],
});
const through = (id: string) => ({ id: "intake", through: id });
const partial = { id: "intake", accept: ["partial"] };

describe("procedure of the same subject", () => {
  test.each<{ title: string; given: unknown; procedures: readonly DoneProcedure[]; is: string }>([
    { title: "complete", given: "intake", procedures: [intake()], is: "met" },
    { title: "in progress", given: "intake", procedures: [begun], is: "waiting procedure/incomplete" },
    {
      title: "blocked",
      given: "intake",
      procedures: [{ ...begun, exit: "blocked" }],
      is: "unmet procedure/incomplete",
    },
    { title: "partial", given: "intake", procedures: [intake({ exit: "partial" })], is: "unmet procedure/partial" },
    { title: "partial, accepted", given: partial, procedures: [intake({ exit: "partial" })], is: "met" },
    { title: "in progress, partial accepted", given: partial, procedures: [begun], is: "waiting procedure/incomplete" },
    { title: "aborted", given: "intake", procedures: [intake({ exit: "aborted" })], is: "unmet procedure/aborted" },
    {
      title: "rolled back",
      given: "intake",
      procedures: [intake({ exit: "rolled-back" })],
      is: "unmet procedure/rolled-back",
    },
    { title: "does not apply", given: "intake", procedures: [intake({ applies: false })], is: "met" },
    {
      title: "whether it applies is not known",
      given: "intake",
      procedures: [intake({ exit: "blocked", phases: [] })],
      is: "unmet procedure/incomplete",
    },
    {
      title: "through, and whether it applies is not known",
      given: through("plan"),
      procedures: [intake({ exit: "blocked", phases: [] })],
      is: "unmet procedure/incomplete",
    },
    { title: "not used here", given: { id: "intake", if_used: true }, procedures: [], is: "met" },
    {
      title: "used here",
      given: { id: "intake", if_used: true },
      procedures: [begun],
      is: "waiting procedure/incomplete",
    },
    { title: "another one", given: "intake", procedures: [intake({ id: "other" })], is: "error procedure/unknown" },
    { title: "through a phase", given: through("plan"), procedures: [begun], is: "met" },
    {
      title: "through a phase with something put off",
      given: through("plan"),
      procedures: [{ ...begun, phases: [{ ...phase("plan", true), partial: true }, phase("review", false)] }],
      is: "unmet procedure/partial",
    },
    {
      title: "through a phase with something put off, partial accepted",
      given: { ...through("plan"), accept: ["partial"] },
      procedures: [{ ...begun, phases: [{ ...phase("plan", true), partial: true }, phase("review", false)] }],
      is: "met",
    },
    {
      title: "through a phase before one with something put off",
      given: through("plan"),
      procedures: [{ ...begun, phases: [phase("plan", true), { ...phase("review", true), partial: true }] }],
      is: "met",
    },
    { title: "not yet through", given: through("review"), procedures: [begun], is: "waiting procedure/incomplete" },
    {
      title: "through, with an earlier phase open",
      given: through("end"),
      procedures: [{ ...begun, phases: [phase("plan", false), phase("end", true)] }],
      is: "waiting procedure/incomplete",
    },
    {
      title: "through, but aborted",
      given: through("plan"),
      procedures: [{ ...begun, exit: "aborted" }],
      is: "unmet procedure/aborted",
    },
    {
      title: "through no phase of it",
      given: through("launch"),
      procedures: [begun],
      is: "error procedure/unknown-phase",
    },
  ])("$title: $is", ({ given, procedures, is }) => {
    expect(shown(judge({ procedure: given }, {}, { procedures }))).toBe(is);
  });

  test("says what comes first and what is left of it", () => {
    expect(judge({ procedure: "intake" }, {}, { procedures: [begun] })).toEqual({
      state: "waiting",
      code: "procedure/incomplete",
      reason: "`Feature intake` is not complete: the phases `The review` and `The end` are open.",
      remedy: "First do what is left of `Feature intake`: the phases `The review` and `The end`.",
      short: "intake first",
      actors: [{ kind: "writers" }],
    });
  });

  test.each<{ given: unknown; procedures: readonly DoneProcedure[]; reason: string }>([
    { given: "intake", procedures: [intake()], reason: "`Feature intake` is complete." },
    {
      given: partial,
      procedures: [intake({ exit: "partial" })],
      reason: "`Feature intake` is complete, but for what was put off.",
    },
    { given: through("plan"), procedures: [begun], reason: "`Feature intake` is complete through `The plan`." },
    {
      given: "intake",
      procedures: [intake({ applies: false, reason: "the base branch is `dev`." })],
      reason: "`Feature intake` does not apply: the base branch is `dev`.",
    },
    {
      given: "intake",
      procedures: [intake({ exit: "blocked", phases: [], reason: "The files could not be read." })],
      reason: "`Feature intake` is not complete: The files could not be read.",
    },
    { given: "intake", procedures: [intake({ exit: "rolled-back" })], reason: "`Feature intake` was rolled back." },
    { given: "intake", procedures: [], reason: "There is no procedure `intake` here." },
    {
      given: through("launch"),
      procedures: [begun],
      reason: "`Feature intake` has no phase `launch`; it has `plan`, `review` and `end`.",
    },
  ])("says why: $reason", ({ given, procedures, reason }) => {
    expect(judge({ procedure: given }, {}, { procedures })).toMatchObject({ reason });
  });
});

const issue = (number: number) => ({ repository: "acme/shop", number, state: "open" as const });
const linked = (...exits: (ExitState | undefined)[]): Given => ({
  linkedIssues: exits.map((_, index) => issue(index + 1)),
  issueProcedures: Object.fromEntries(
    exits.map((exit, index): [string, Record<string, ExitState>] => [
      `acme/shop#${index + 1}`,
      exit === undefined ? {} : { intake: exit },
    ]),
  ),
});
const closed = (facts: Given): Given => ({
  ...facts,
  linkedIssues: (facts.linkedIssues ?? []).map((one) => ({ ...one, state: "closed" as const })),
});
const ofIssue = { id: "intake", of: "issue" };

describe("procedure of the linked issue", () => {
  test.each<{ title: string; facts: Given; is: string }>([
    { title: "complete", facts: linked("completed"), is: "met" },
    { title: "complete on the one where it runs", facts: linked(undefined, "completed"), is: "met" },
    { title: "in progress", facts: linked("in-progress"), is: "waiting procedure/incomplete" },
    { title: "complete on one of two", facts: linked("completed", "in-progress"), is: "waiting procedure/incomplete" },
    { title: "blocked", facts: linked("in-progress", "blocked"), is: "unmet procedure/incomplete" },
    { title: "partial", facts: linked("partial"), is: "unmet procedure/incomplete" },
    { title: "it runs on none", facts: linked(undefined), is: "unmet procedure/not-run" },
    {
      title: "complete, the issue being closed",
      facts: closed(linked("completed")),
      is: "unmet procedure/issue-closed",
    },
    {
      title: "complete, the issue being closed by the merge",
      facts: { ...closed(linked("completed")), state: "merged" },
      is: "met",
    },
    { title: "given up", facts: closed(linked("aborted")), is: "unmet procedure/incomplete" },
    { title: "no issue", facts: linked(), is: "unmet procedure/no-issue" },
    {
      title: "an issue that was not looked at",
      facts: { ...linked("completed"), issueProcedures: {} },
      is: "error procedure/unknown",
    },
    { title: "nothing was read", facts: {}, is: "error procedure/unknown" },
  ])("$title: $is", ({ facts, is }) => {
    expect(shown(judge({ procedure: ofIssue }, facts))).toBe(is);
  });

  test("an accepted partial counts", () => {
    expect(judge({ procedure: { ...ofIssue, accept: ["partial"] } }, linked("partial")).state).toBe("met");
  });

  test.each<{ facts: Given; says: object }>([
    {
      facts: linked("completed"),
      says: { reason: "`intake` is complete on acme/shop#1.", evidence: [{ text: "acme/shop#1" }] },
    },
    {
      facts: linked("in-progress", "rolled-back"),
      says: {
        reason: "`intake` is not complete on acme/shop#1 (in progress) and acme/shop#2 (rolled back).",
        remedy: "First do what is left of `intake` on acme/shop#1 and acme/shop#2.",
      },
    },
    {
      facts: closed(linked("completed")),
      says: {
        reason:
          "`intake` is complete on acme/shop#1, which was closed before this pull request was merged, so it may have been for another change.",
        remedy:
          "Open acme/shop#1 again where it is about this change, or link the issue on which `intake` was run for it.",
      },
    },
    { facts: linked(undefined), says: { reason: "`intake` does not run on acme/shop#1.", short: "intake not run" } },
    {
      facts: linked(),
      says: {
        reason: "No issue is linked on which `intake` could be complete.",
        remedy:
          "Write `Closes #NUMBER` in the description, with the issue on which `intake` was run; without one, run it first.",
        actors: [{ kind: "author", login: "ada" }],
      },
    },
  ])("says $says.reason", ({ facts, says }) => {
    expect(judge({ procedure: ofIssue }, facts)).toMatchObject(says);
  });
});

describe("the words of procedure", () => {
  test("describes itself and its needs", () => {
    expect(requirement({ procedure: "intake" }).describe()).toBe("`intake` complete");
    expect(requirement({ procedure: through("plan") }).describe()).toBe("`intake` complete through `plan`");
    expect(requirement({ procedure: ofIssue }).describe()).toBe("`intake` complete on the linked issue");
    expect(requirement({ procedure: "intake" }).needs().facts).toEqual([]);
    expect(requirement({ procedure: ofIssue }).needs().facts).toEqual(["linkedIssues", "issueProcedures"]);
  });

  test.each([
    { written: "procedure", says: "needs settings" },
    { written: { procedure: {} }, says: "id" },
    { written: { procedure: { id: "a", of: "other" } }, says: "subject" },
    { written: { procedure: { id: "a", of: "issue", through: "b" } }, says: "`through` goes with `of: subject`" },
    { written: { procedure: { id: "a", accept: ["aborted"] } }, says: "partial" },
  ])("$written: $says", ({ written, says }) => {
    expect(JSON.stringify(RequirementSchema.safeParse(written).error?.issues)).toContain(says);
  });
});
