import { describe, expect, test } from "@jest/globals";
import type { Verdict } from "../../../../src/evaluation/verdict.ts";
import type { Ledger } from "../../../../src/evidence/ledger.ts";
import { gateNow } from "../../../../src/report/stage.ts";
import { RequirementSchema } from "../../../../src/requirements/schema.ts";
import { SubjectPage } from "../../../../src/web/pages/subject/subject-page.tsx";
import {
  done,
  judged,
  label,
  later,
  NOW,
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
import { html, text } from "../rendered.ts";
import { APPROVED, BREAKING, ROLLED_BACK, viewOf, type About } from "./standing.ts";
import { visitOf } from "../visit.ts";

const open = judged(stepsPolicy(step("a", tick("lead"))));

const ACT = { ...ticked("a", "lea"), at: "2026-03-02T09:00:00Z" };

const pageOf = (verdict: typeof open, about: About = {}): string =>
  text(<SubjectPage view={viewOf(verdict, about)} visit={visitOf()} events="/events" />);

/** Of the first line, as its class names it. */
const colour = (verdict: Verdict): string | undefined => {
  const view = viewOf(verdict, { toDo: gateNow(verdict).left });
  return /class="headline headline-(\w+)"/u.exec(
    html(<SubjectPage view={view} visit={visitOf()} events="/events" />),
  )?.[1];
};

describe("what is said plainly", () => {
  test.each([
    ["how old the verdict is", pageOf(open, { judgedAt: new Date(NOW.getTime() - 120_000) }), "Judged 2 minutes ago."],
    [
      "that news are on their way",
      pageOf(open, { outdated: true }),
      "Something happened since: a new verdict is on its way.",
    ],
    [
      "that it only watches",
      pageOf(judged(policy([procedure([phase("one", [step("a", tick())])])], { mode: "shadow" }))),
      "This repository only watches (mode: shadow)",
    ],
    [
      "that a procedure is on trial",
      pageOf(judged(policy([procedure([phase("one", [step("a", tick())])], {}, "shadow")]))),
      "On trial: this procedure is in shadow mode. It is judged, and holds nothing back.",
    ],
    [
      "that it is closed",
      pageOf(open, { state: "closed" }),
      "It is closed, and Gatehouse does not follow it any more.",
    ],
    ["what could not be told", pageOf(judged(stepsPolicy(step("a", unclear)))), "Nobody knows."],
    ["that nobody did anything", pageOf(open), "Nobody has ticked, signed off or commanded anything here yet."],
    ["who agreed, also by a review", pageOf(APPROVED), "Step a: olga approved it · the review"],
    ["where all of it is as a file", pageOf(APPROVED), "Download all of it (CSV)"],
    ["whose turn it is", pageOf(open, { viewer: "lea" }), "It is your turn: 1 step"],
    ["that it is an issue", pageOf({ ...open, stage: "issue" }, { kind: "issue" }), "The issue on GitHub"],
  ])("%s", (_, page, words) => {
    expect(page).toContain(words);
  });

  test("a verdict that is not current is never shown as if it were", () => {
    const page = pageOf(open, { undeterminedSince: new Date(NOW.getTime() - 3_600_000), viewer: "lea" });
    expect(page).toContain("Could not be determined");
    expect(page).toContain("which counts for nothing now: 1 of 1 left.");
    expect(page).not.toContain("Judged");
    expect(page).not.toContain("It is your turn");
  });

  test("what was aborted is never shown as ready, also where every step is done", () => {
    const override = { roles: ["lead"], lastsMs: 3_600_000, secondPerson: false };
    const notes = policy([procedure([phase("one", [step("a", label("notes"))])])], { override });
    const doneAndAborted = (ledger: Ledger): Verdict => judged(notes, snapshot({ labels: ["notes"] }), ledger);
    const abort = done({ act: "abort", reason: "superseded", role: "lead" });
    expect(colour(doneAndAborted([]))).toBe("good");
    expect(gateNow(doneAndAborted([abort]))).toMatchObject({ state: "shut", left: 0 });
    expect(colour(doneAndAborted([abort]))).toBe("bad");
  });

  test("what was rolled back asks nobody for anything", () => {
    const page = pageOf(ROLLED_BACK, { state: "merged", viewer: "lea" });
    expect(page).toContain("Rolled back; opens again after the next deployment to production.");
    for (const order of ["your turn", "What to do", "Due", "Next:"]) expect(page).not.toContain(order);
  });

  test("what a deployment opened says once when it is due", () => {
    const after = phase("after", [step("errors", tick())], {
      blocks: null,
      starts: { deployed: "production" },
      due: "4h",
    });
    const deployed = (at: string) =>
      pageOf(
        judged(
          policy([procedure([after])]),
          snapshot({ state: "merged", deployments: { production: [{ sha: "m", state: "success", at, holds: true }] } }),
        ),
        { state: "merged" },
      );
    expect(deployed("2026-03-02T09:00:00Z")).toContain("Due 2 Mar 2026, 13:00 UTC (in 3 hours).");
    expect(deployed("2026-03-02T04:00:00Z")).toContain("overdue since 2 Mar 2026, 08:00 UTC (1 hour ago).");
    expect(deployed("2026-03-02T09:00:00Z").match(/due/giu)).toHaveLength(1);
  });

  test("where time alone is awaited it says until when, and gives nobody anything to do", () => {
    const page = pageOf(judged(stepsPolicy(step("a", later("2026-03-02T12:00:00Z")))));
    expect(page).toContain("It is too early.");
    for (const words of ["What to do", "Who can", "Wait."]) expect(page).not.toContain(words);
  });

  test("what is done says when, and by whom once", () => {
    const hourAgo = { "p/a": new Date(NOW.getTime() - 3_600_000) };
    const page = pageOf(
      judged(stepsPolicy(step("a", RequirementSchema.parse("tick"))), snapshot(), [ticked("a", "walt")]),
      {
        since: hourAgo,
        published: [{ subjectKey: "k", kind: "checklist", name: "", remoteId: "12", digest: "d" }],
      },
    );
    expect(page).toContain("1 hour ago");
    expect(page).not.toContain("for 1 hour");
    expect(page).toContain("Ticked by walt. (the checklist)");
    expect(page.match(/Ticked by walt/gu)).toHaveLength(1);
  });

  test("moments are told by the clock of the config, and the page says by which", () => {
    const page = pageOf({ ...open, timeZone: "Europe/Berlin" }, { ledger: [ACT] });
    expect(page).toContain("2 Mar 2026, 10:00");
    expect(page).toContain("Times are Europe/Berlin.");
    expect(page).toContain("Times are Europe/Berlin unless they say otherwise.");
    expect(page).not.toContain("UTC");
  });

  test("what it would break comes first, with what to do", () => {
    const page = pageOf(open, { proposed: BREAKING, viewer: "ada" });
    const order = ["Configuration error.", "What this pull request would break", "your turn", "p.yml:3:5", "Procedure"];
    expect(order.map((words) => page.indexOf(words))).toEqual(
      order.map((words) => page.indexOf(words)).toSorted((a, b) => a - b),
    );
    expect(order.filter((words) => !page.includes(words))).toEqual([]);
    expect(page).toContain("@ada can mend it with another commit");
    expect(pageOf(open, { proposed: BREAKING, state: "closed" })).not.toContain("can mend it");
    const odd = pageOf(open, { proposed: BREAKING.slice(0, 1) });
    expect(odd).toContain("What is odd about the config and procedures of this pull request");
    expect(odd).not.toContain("would break");
  });

  test("a config that is broken comes with its lines", () => {
    const finding = {
      code: "x/y",
      message: "Wrong `key`.",
      file: ".github/gatehouse.yml",
      line: 3,
      column: 5,
    } as const;
    const page = pageOf(judged(policy([], { findings: [{ ...finding, severity: "error" }] })));
    expect(page).toContain("Configuration error. Nothing can pass until it is mended on the base branch.");
    expect(page).toContain(".github/gatehouse.yml:3:5");
    expect(page).toContain("Wrong key.");
  });
});
