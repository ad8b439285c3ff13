import { describe, expect, test } from "@jest/globals";
import { fitting } from "../../../src/web/pages/fitting.ts";
import { LEVELS, limited } from "../../../src/web/pages/subject/limited.ts";
import { SubjectPage } from "../../../src/web/pages/subject/subject-page.tsx";
import { entry, judged, phase, policy, procedure, step, tick, ticked } from "../../evaluation/world.ts";
import { text } from "./rendered.ts";
import { viewOf } from "./subject/standing.ts";
import { visitOf } from "./visit.ts";

test("as much is shown as fits, and the least of it where nothing does", () => {
  const asked: number[] = [];
  const render = (length: number) => {
    asked.push(length);
    return "x".repeat(length);
  };
  expect(fitting([90_000, 60_000, 1], render)).toHaveLength(60_000);
  expect(asked).toEqual([90_000, 60_000]);
  expect(fitting([90_000, 80_000], render)).toHaveLength(80_000);
});

const MANY = Array.from({ length: 1000 }, (_, index) => index);

describe("the page of a pull request with a thousand steps", () => {
  const long = "Word ".repeat(60);
  const verdict = judged(
    policy([
      procedure([
        phase(
          "early",
          MANY.slice(0, 500).map((index) => step(`e${index}`, tick("lead"), { title: `${long}${index}` })),
        ),
        phase(
          "late",
          MANY.slice(500).map((index) => step(`l${index}`, tick("lead"))),
          { blocks: null },
        ),
      ]),
    ]),
    undefined,
    [ticked("e0", "lea", "x")],
  );
  const ledger = MANY.map((index) => entry("waive", `e${index}`, { login: "lea", reason: long }));
  const view = viewOf(verdict, { viewer: "lea", ledger });
  const render = (most: (typeof LEVELS)[number]) => (
    <SubjectPage view={limited(view, most)} visit={visitOf()} events="/events" />
  );

  test("stays below its bytes, and says how much is left out", () => {
    const page = fitting(LEVELS, render);
    expect(Buffer.byteLength(page)).toBeLessThan(66 * 1024);
    expect(text(page)).toMatch(/4\d\d more steps are not shown here/u);
    expect(text(page)).toContain("It is your turn: 500 steps");
    expect(text(page)).toContain("990 older acts");
  });

  test("what people are at now comes before what comes later", () => {
    const [early, late] = limited(view, { open: 10, through: 5, acts: 5, findings: 5 }).procedures[0]?.phases ?? [];
    expect([early?.open.length, early?.hidden, late?.open.length, late?.hidden]).toEqual([10, 490, 0, 500]);
  });
});

test("steps below others count, too", () => {
  const steps = MANY.slice(0, 20).map((index) => step(`b${index}`, tick()));
  const verdict = judged(policy([procedure([phase("one", [step("a", tick(), { steps })])])]));
  const [one] = limited(viewOf(verdict), { open: 10, through: 5, acts: 5, findings: 5 }).procedures[0]?.phases ?? [];
  expect([one?.open.length, one?.open[0]?.steps.length, one?.hidden]).toEqual([1, 9, 11]);
});
