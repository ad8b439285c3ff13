import { expect, test } from "@jest/globals";
import { MARKERS } from "../../src/github/own-comments.ts";
import { renderChecklist } from "../../src/report/checklist.ts";
import { statusComment } from "../../src/report/status.ts";
import { judged, label, snapshot, step, stepsPolicy, tick, ticked } from "../evaluation/world.ts";

test("comments are found again by the markers they are written with", () => {
  const verdict = judged(stepsPolicy(step("a", tick())));
  expect(statusComment(verdict)?.startsWith(`${MARKERS.status}\n`)).toBe(true);
  expect(renderChecklist(verdict)?.startsWith(`${MARKERS.checklist}\n`)).toBe(true);
});

test("when everything is done it is one line, and the rest is folded", () => {
  const verdict = judged(stepsPolicy(step("a", tick()), step("b", label("x"))), snapshot({ labels: ["x"] }), [
    ticked("a", "walt"),
  ]);
  expect(statusComment(verdict)).toMatchInlineSnapshot(`
   "<!-- gatehouse:status -->
   **Ready.** All 2 steps are done. Exit state: completed.

   <details><summary>2 done</summary>

   - ✅ Step a: Ticked by walt.
   - ✅ Step b: It carries \`x\`.

   </details>
   <!-- gatehouse:state [{"procedure":"p","exit":"completed","phase":null,"completed":["one"]}] -->
   "
  `);
});
