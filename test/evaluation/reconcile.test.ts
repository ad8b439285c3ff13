import { expect, test } from "@jest/globals";
import { boxesOf } from "../../src/evaluation/boxes.ts";
import { reconcile, type FreshChecklist } from "../../src/evaluation/reconcile.ts";
import { entry, judged, label, snapshot, step, stepsPolicy, tick, ticked } from "./world.ts";

const OPEN = "- [ ] Step a <!-- gate:p/a -->\n";
const TICKED = "- [x] Step a <!-- gate:p/a -->\n";
const EARLIER = "2026-03-01T11:00:00Z";
const LATER = "2026-03-01T13:00:00Z";
const walt = { login: "walt", type: "User" } as const;

interface Case extends Partial<Omit<FreshChecklist, "verdict" | "seen">> {
  readonly title: string;
  /** The comment as it was last seen. */
  readonly published?: string;
  readonly found: readonly ("tick" | "untick")[];
}

const act = ticked("a", "adam");
const undone = [act, entry("untick", "a", { login: "adam" })];

const seenIn = (body: string | undefined) =>
  body === undefined ? undefined : new Map([...boxesOf(body)].map(([key, { checked }]) => [key, checked]));

test.each<Case>([
  { title: "a tick that nobody told of", body: TICKED, published: OPEN, found: ["tick"] },
  { title: "an untick that nobody told of", body: OPEN, published: TICKED, ledger: [act], found: ["untick"] },
  { title: "no difference", body: TICKED, published: TICKED, ledger: [act], found: [] },
  { title: "a comment nobody edited", body: TICKED, published: OPEN, editedAt: null, found: [] },
  {
    title: "the App's own writing",
    body: TICKED,
    published: OPEN,
    editor: { login: "Gatehouse[bot]", type: "Bot" },
    found: [],
  },
  { title: "an editor whom GitHub does not name", body: TICKED, published: OPEN, editor: null, found: ["tick"] },
  {
    title: "a box that was ticked by command and not yet rewritten",
    body: OPEN,
    published: OPEN,
    ledger: [act],
    found: [],
  },
  {
    title: "a box that was unticked by command and not yet rewritten",
    body: TICKED,
    published: TICKED,
    ledger: undone,
    found: [],
  },
  {
    title: "an edit older than the last act",
    body: TICKED,
    published: OPEN,
    ledger: undone,
    editedAt: EARLIER,
    found: [],
  },
  {
    title: "an edit in the second of acts that told of as much",
    body: TICKED,
    published: OPEN,
    ledger: undone,
    editedAt: act.at,
    found: [],
  },
  {
    title: "an untick in the second of the tick that alone was told",
    body: OPEN,
    published: TICKED,
    ledger: [act],
    editedAt: act.at,
    found: ["untick"],
  },
  {
    title: "a refused tick is not tried again",
    body: TICKED,
    published: OPEN,
    ledger: [entry("refused", "a", { login: "m", at: LATER })],
    found: [],
  },
  { title: "nothing remembered, nobody ever acted", body: TICKED, found: ["tick"] },
  { title: "nothing remembered, somebody acted before", body: TICKED, ledger: undone, found: [] },
  { title: "nothing remembered, an open box", body: OPEN, ledger: [act], found: [] },
  { title: "a line that was not there before", body: TICKED, published: "", found: ["tick"] },
  { title: "a marker of no step", body: "- [x] X <!-- gate:p/x -->", published: "", found: [] },
  { title: "a marker of a step without a box", body: "- [x] X <!-- gate:p/b -->", published: "", found: [] },
])("$title", ({ found, published, ...rest }) => {
  const ledger = rest.ledger ?? [];
  const verdict = judged(stepsPolicy(step("a", tick()), step("b", label("x"))), snapshot(), ledger);
  const fresh = { body: OPEN, seen: seenIn(published), editor: walt, editedAt: LATER, self: "gatehouse[bot]", ...rest };
  expect(reconcile({ ...fresh, ledger, verdict }).map(({ attempted }) => attempted)).toEqual(found);
});

test("what was found is attributed to the comment's editor", () => {
  const verdict = judged(stepsPolicy(step("a", tick())));
  const fresh = {
    body: TICKED,
    seen: seenIn(OPEN),
    editor: walt,
    editedAt: LATER,
    ledger: [],
    verdict,
    self: "g[bot]",
  };
  expect(reconcile(fresh)).toEqual([
    { attempted: "tick", procedure: "p", step: "a", by: walt, at: LATER, via: "recovered", text: "Step a" },
  ]);
});
