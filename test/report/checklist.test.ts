import { describe, expect, test } from "@jest/globals";
import { actsOfEdit } from "../../src/evaluation/acts.ts";
import { authorise } from "../../src/evaluation/authorise.ts";
import { boxesOf } from "../../src/evaluation/boxes.ts";
import { CHECKLIST_MARKER, mergeChecklist, renderChecklist } from "../../src/report/checklist.ts";
import {
  entry,
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
} from "../evaluation/world.ts";
import { fc } from "../properties.ts";

const given = policy([
  procedure(
    [
      phase("one", [
        step("smoke", tick("lead"), { title: "Smoke-tested", steps: [step("web", tick()), step("x", label("x"))] }),
        step("x2", label("x"), { title: "Labelled", steps: [step("app", tick(), { title: "App works" })] }),
        step("flag", tick(), { optional: true, waivable: true }),
        step("never", tick(), { when: { draft: true } }),
      ]),
      phase("two", [step("last", tick()), step("x3", label("x"))]),
      phase("three", [step("x4", label("x"))]),
    ],
    { order: "phases", title: "Release *now*" },
  ),
  procedure([phase("one", [step("web", tick())], { blocks: null })], { id: "q", title: "Trial" }, "shadow"),
]);

test("the boxes, phase by phase, with who may tick, who did, and what was undone", () => {
  const ledger = [ticked("web", "walt"), entry("refused", "smoke", { login: "mallory" })];
  expect(renderChecklist(judged(given, snapshot(), ledger))).toMatchInlineSnapshot(`
   "<!-- gatehouse:checklist -->

   ### Release \\*now\\*

   **Phase one**

   - [ ] Smoke-tested <!-- gate:p/smoke -->
     ⚠️ The tick by mallory was undone: not allowed.
     <sub>lead · \`smoke\`</sub>
     - [x] Step web <!-- gate:p/web -->
       <sub>anyone with write access · \`p/web\`</sub>
   - Labelled
     - [ ] App works <!-- gate:p/app -->
       <sub>anyone with write access · \`app\`</sub>
   - [ ] Step flag <!-- gate:p/flag -->
     <sub>anyone with write access · \`flag\` · does it not apply? \`/gate waive flag why\`</sub>

   **Phase two** 🔒 1 box. Opens when “Phase one” is complete.

   ### Trial (on trial, holds nothing back)

   **Phase one** (merging does not wait for it)

   - [ ] Step web <!-- gate:q/web -->
     <sub>anyone with write access · \`q/web\`</sub>

   <sub>Can't tick here? Comment \`/gate tick STEP\`; the step's name stands below its box.</sub>
   "
  `);
});

test("a waived step has no box, a step met without its tick says so", () => {
  const either = { ...tick(), judge: () => ({ state: "met", reason: "By label." }) as const };
  const list = stepsPolicy(step("a", tick(), { waivable: true }), step("b", either));
  expect(renderChecklist(judged(list, snapshot(), [entry("waive", "a", { login: "walt" })]))).toMatchInlineSnapshot(`
   "<!-- gatehouse:checklist -->

   ### Procedure

   **Phase one**

   - Step a
     <sub>Waived by walt: not needed.</sub>
   - [ ] Step b <!-- gate:p/b -->
     <sub>done without a tick</sub>

   <sub>Can't tick here? Comment \`/gate tick STEP\`; the step's name stands below its box.</sub>
   "
  `);
});

test("without boxes there is no checklist", () => {
  expect(renderChecklist(judged(stepsPolicy(step("x", label("x")))))).toBeUndefined();
  expect(renderChecklist(judged(policy([])))).toBeUndefined();
  expect(renderChecklist(judged(stepsPolicy(step("a", tick(), { when: { draft: true } }))))).toBeUndefined();
});

test("a thousand boxes are cut at a box, and the way to tick the others is said", () => {
  const many = judged(stepsPolicy(...Array.from({ length: 1000 }, (_, index) => step(`s${index}`, tick()))));
  const body = renderChecklist(many) ?? "";
  const shown = boxesOf(body).size;
  expect(body.length).toBeLessThanOrEqual(60_000);
  expect(body.startsWith(`${CHECKLIST_MARKER}\n`)).toBe(true);
  expect(body).toContain(`${1000 - shown} more boxes do not fit here; tick with \`/gate tick STEP\`.`);
});

/** The text as a person leaves it who ticks one box. */
const hand = (text: string, id: string): string => text.replace(new RegExp(`\\[ \\](.*gate:p/${id} )`, "u"), "[x]$1");

const checked = (text: string | undefined): readonly string[] =>
  [...boxesOf(text ?? "")].filter(([, box]) => box.checked).map(([key]) => key);

describe("merging with what people did meanwhile", () => {
  const two = stepsPolicy(step("a", tick()), step("b", tick("lead")));
  const body = (ledger: Parameters<typeof judged>[2] = []) => renderChecklist(judged(two, snapshot(), ledger)) ?? "";
  const refused = [entry("refused", "b", { login: "walt" })];

  test.each<{
    title: string;
    ledger?: Parameters<typeof judged>[2];
    seen: string | undefined;
    fresh: string;
    ticks: string[];
  }>([
    { title: "nothing new", seen: body(), fresh: body(), ticks: [] },
    {
      title: "a tick the verdict knows",
      ledger: [ticked("a", "walt")],
      seen: hand(body(), "a"),
      fresh: hand(body(), "a"),
      ticks: ["p/a"],
    },
    { title: "a tick newer than the verdict", seen: body(), fresh: hand(body(), "a"), ticks: ["p/a"] },
    {
      title: "an untick newer than the verdict",
      ledger: [ticked("a", "walt")],
      seen: hand(body(), "a"),
      fresh: body(),
      ticks: [],
    },
    {
      title: "a tick by command, not yet in the comment",
      ledger: [ticked("a", "walt")],
      seen: body(),
      fresh: body(),
      ticks: ["p/a"],
    },
    {
      title: "a refused tick is undone",
      ledger: refused,
      seen: hand(body(), "b"),
      fresh: hand(body(), "b"),
      ticks: [],
    },
    {
      title: "a refused tick is undone while another comes",
      ledger: refused,
      seen: hand(body(), "b"),
      fresh: hand(hand(body(), "b"), "a"),
      ticks: ["p/a"],
    },
    { title: "nothing remembered: ticks stay", seen: undefined, fresh: hand(body(), "a"), ticks: ["p/a"] },
    {
      title: "nothing remembered: refused ticks don't",
      ledger: refused,
      seen: undefined,
      fresh: hand(body(), "b"),
      ticks: [],
    },
    {
      title: "the comment was emptied",
      ledger: [ticked("a", "walt")],
      seen: hand(body(), "a"),
      fresh: "",
      ticks: ["p/a"],
    },
  ])("$title", ({ ledger, seen, fresh, ticks }) => {
    expect(checked(mergeChecklist({ verdict: judged(two, snapshot(), ledger), seen, fresh }))).toEqual(ticks);
  });

  const ids = ["a", "b", "c", "d"];
  const boxes = stepsPolicy(...ids.map((id) => step(id, tick())));
  const listed = (done: readonly string[]) =>
    renderChecklist(
      judged(
        boxes,
        snapshot(),
        done.map((id) => ticked(id, "walt")),
      ),
    ) ?? "";

  test("no tick that people make after the verdict is ever lost, and nothing else changes", () => {
    const some = fc.subarray(ids);
    fc.assert(
      fc.property(some, some, some, (known, seen, newer) => {
        const merged = mergeChecklist({
          verdict: judged(
            boxes,
            snapshot(),
            known.map((id) => ticked(id, "walt")),
          ),
          seen: listed(seen),
          fresh: listed([...new Set([...seen, ...newer])]),
        });
        const late = newer.filter((id) => !seen.includes(id));
        expect(checked(merged).toSorted()).toEqual([...new Set([...known, ...late])].map((id) => `p/${id}`).toSorted());
      }),
    );
  });
});

describe("any words at all", () => {
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(..."[]x <>!-@#`*_|\\&~:/$\n1.)+=w".split(""), "gate:p/a", "<!--", "-->", "- [x] "),
      maxLength: 30,
    }),
    fc.constantFrom(
      "- [x] Done <!-- gate:p/b -->",
      "@octocat closes #1",
      "</details><h1>",
      "`x` ``",
      "```",
      "    code",
      "> quote",
      "# h",
      "1. one",
    ),
  );

  test("a tick beside any title counts for that title", () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string({ unit: "binary", minLength: 300, maxLength: 900 })), (title) => {
        const asked = stepsPolicy(step("a", tick(), { title }));
        const before = renderChecklist(judged(asked)) ?? "";
        const marker = before.indexOf("<!-- gate:p/a -->");
        const box = before.lastIndexOf("\n- [ ] ", marker);
        const after = `${before.slice(0, box)}\n- [x] ${before.slice(box + 7)}`;
        const by = { login: "walt", type: "User" } as const;
        const ledger = actsOfEdit({ before, after, by, at: "2026-03-02T08:00:00Z" }).map((attempt) =>
          authorise(attempt, {
            policy: asked,
            snapshot: snapshot(),
            ledger: [],
            verdict: judged(asked),
            permission: "write",
          }),
        );
        expect(ledger).toMatchObject([{ act: "tick", text: title }]);
        expect(judged(asked, snapshot(), ledger).gates).toMatchObject([{ state: "open" }]);
      }),
      { numRuns: 300 },
    );
  });

  const id = fc.oneof(
    fc.constantFrom("a", "a--b", "x/y", "-->"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  );

  test("what is rendered is read back as the same boxes, and nothing forges one", () => {
    const item = fc.record({ id, title: words, done: fc.boolean(), note: words, sub: fc.option(words) });
    fc.assert(
      fc.property(
        words,
        words,
        fc.uniqueArray(item, { selector: (one) => one.id, maxLength: 5 }),
        (title, phaseTitle, items) => {
          const steps = items.map((one) =>
            step(one.id, tick(), {
              title: one.title,
              steps: one.sub === null ? [] : [step(`${one.id}/sub`, tick(), { title: one.sub })],
            }),
          );
          const ledger = items.flatMap((one) => [
            Object.assign(entry("refused", one.id, { login: "m" }), { why: one.note }),
            ...(one.done ? [ticked(one.id, "walt")] : []),
          ]);
          const asked = policy([procedure([phase("one", steps, { title: phaseTitle })], { title })]);
          const body = renderChecklist(judged(asked, snapshot(), ledger)) ?? "";
          const expected = items.flatMap((one) => [
            [`p/${one.id}`, one.done],
            ...(one.sub === null ? [] : [[`p/${one.id}/sub`, false]]),
          ]);
          expect([...boxesOf(body)].map(([key, box]) => [key, box.checked])).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
