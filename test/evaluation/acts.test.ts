import { describe, expect, test } from "@jest/globals";
import { actsOfEdit } from "../../src/evaluation/acts.ts";
import { keyOf, type Attempt, type BoxAttempt, type ExcuseAttempt } from "../../src/evaluation/attempt.ts";
import { authorise } from "../../src/evaluation/authorise.ts";
import { Ledger } from "../../src/evidence/ledger.ts";
import type { Permission } from "../../src/evaluation/rights.ts";
import type { Policy } from "../../src/procedures/policy.ts";
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
  unclear,
} from "./world.ts";

const AT = "2026-03-02T09:00:00Z";
const by = { login: "walt", type: "User" } as const;

const acts = (before: string, after: string) => actsOfEdit({ before, after, by, at: AT, delivery: "d1" });

describe("the acts of an edit", () => {
  const open = "- [ ] One <!-- gate:p/a -->\n- [ ] Two <!-- gate:p/b -->\n";

  test.each<[string, string, string, readonly (readonly [string, string])[]]>([
    ["nothing", open, open, []],
    ["a tick", open, open.replace("[ ] Two", "[x] Two"), [["tick", "b"]]],
    ["an untick", open.replace("[ ] One", "[X] One"), open, [["untick", "a"]]],
    [
      "several at once",
      open,
      open.replaceAll("[ ]", "[x]"),
      [
        ["tick", "a"],
        ["tick", "b"],
      ],
    ],
    ["a changed text alone", open, open.replace("One", "Uno"), []],
    ["a removed line", open.replace("[ ] One", "[x] One"), "- [ ] Two <!-- gate:p/b -->", []],
    ["a pasted line that is ticked", "", "- [x] One <!-- gate:p/a -->", [["tick", "a"]]],
    ["a pasted line that is open", "", "- [ ] One <!-- gate:p/a -->", []],
  ])("%s", (...[, before, after, expected]) => {
    expect(acts(before, after).map(({ attempted, step: id }) => [attempted, id])).toEqual(expected);
  });

  test("they carry who, when, what was read and which delivery", () => {
    expect(acts(open, open.replace("[ ] Two", "[x] Two"))).toEqual([
      { attempted: "tick", procedure: "p", step: "b", by, at: AT, via: "comment", text: "Two", delivery: "d1" },
    ]);
  });
});

test("the same act has the same key, another act another one", () => {
  const attempt: BoxAttempt = { attempted: "tick", procedure: "p", step: "a", by, at: AT, via: "recovered" };
  expect(keyOf(attempt)).toBe(keyOf({ ...attempt, by: null }));
  const others = [{ delivery: "d" }, { step: "b" }, { procedure: "q" }, { attempted: "untick" }, { at: "x" }] as const;
  const keys = [attempt, ...others.map((other) => ({ ...attempt, ...other }))].map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
});

describe("what is accepted and what is refused", () => {
  const given = policy([
    procedure(
      [
        phase("one", [
          step("open", tick()),
          step("led", tick("lead")),
          step("app", tick(undefined, false)),
          step("label", label("x"), { waivable: true }),
          step("waived", tick(), { waivable: true }),
          step("waived-label", label("x"), { waivable: true }),
          step("never", tick(), { when: { draft: true } }),
          step("strange", tick("nobody")),
          step("unclear", unclear),
        ]),
        phase("two", [step("later", tick(), { waivable: true })]),
      ],
      { order: "phases" },
    ),
  ]);
  const ledger = [
    ticked("open", "old"),
    ticked("later", "walt"),
    entry("waive", "waived", { login: "walt" }),
    entry("waive", "waived-label", { login: "walt" }),
  ].map((act) => ({
    ...act,
    permission: "write" as const,
  }));

  type Given = Partial<Omit<BoxAttempt, "attempted"> & Omit<ExcuseAttempt, "attempted">> & {
    readonly attempted?: (BoxAttempt | ExcuseAttempt)["attempted"];
  };

  const attempt = (rest: Given, permission: Permission = "write", asked: Policy = given) => {
    const seen = snapshot();
    const verdict = judged(asked, seen, ledger);
    const common = { procedure: "p", step: "open", by, at: AT, via: "comment", ...rest } as const;
    const { attempted = "tick" } = rest;
    const whole: Attempt =
      attempted === "tick" || attempted === "untick" ? { ...common, attempted } : { ...common, attempted };
    return authorise(whole, { policy: asked, snapshot: seen, ledger, verdict, permission });
  };

  test.each<[string, Given, Permission, object]>([
    ["a tick by a writer", {}, "write", { act: "tick", text: "Step open", permission: "write", by }],
    ["a tick by an admin", {}, "admin", { act: "tick" }],
    [
      "a tick by a member of the role",
      { step: "led", by: { login: "LEO", type: "User" } },
      "read",
      { act: "tick", role: "lead" },
    ],
    ["a tick by an App where it may", { step: "app", by: { login: "x[bot]", type: "Bot" } }, "write", { act: "tick" }],
    ["an untick by a writer", { attempted: "untick" }, "write", { act: "untick" }],
    [
      "an untick by who ticked, right or not",
      { attempted: "untick", by: { login: "Old", type: "User" } },
      "none",
      { act: "untick" },
    ],
    ["an untick behind the lock", { attempted: "untick", step: "later" }, "write", { act: "untick" }],
    [
      "a waiver",
      { attempted: "waive", step: "label", reason: " No label here " },
      "write",
      { act: "waive", reason: "No label here" },
    ],
    ["an untick of a waiver", { attempted: "untick", step: "waived" }, "write", { act: "untick" }],
    ["an untick of a waiver without a box", { attempted: "untick", step: "waived-label" }, "write", { act: "untick" }],
    ["the text as it was shown", { text: "Step\u200b  open" }, "write", { act: "tick", text: "Step open" }],
    ["another text", { text: "Step closed" }, "write", { act: "tick", text: "Step closed" }],
  ])("accepted: %s", (...[, rest, permission, expected]) => {
    expect(attempt(rest, permission)).toMatchObject(expected);
  });

  test.each<[string, Given, Permission, string]>([
    ["a reader", {}, "read", "The tick by walt was undone: this needs write permission."],
    ["a stranger", {}, "none", "The tick by walt was undone: this needs write permission."],
    ["a reader's command", { via: "command" }, "read", "The tick by walt was refused: this needs write permission."],
    ["a writer outside the role", { step: "led" }, "write", "The tick by walt was undone: only lead may do this."],
    [
      "an untick by a reader",
      { attempted: "untick" },
      "read",
      "The untick by walt was undone: this needs write permission.",
    ],
    [
      "an App",
      { by: { login: "x[bot]", type: "Bot" } },
      "write",
      "The tick by x[bot] was undone: a person must tick this, not an App.",
    ],
    ["nobody known", { by: null }, "none", "The tick was undone: GitHub does not say who made it."],
    ["a locked phase", { step: "later" }, "write", "The tick by walt was undone: the phase “Phase two” is locked."],
    ["no such step", { step: "a`b" }, "write", "There is no step `p/a'b` here."],
    ["no such procedure", { procedure: "q" }, "write", "There is no step `q/open` here."],
    [
      "a step without a box",
      { step: "label" },
      "write",
      "The tick by walt was undone: this step has no box, it is judged by what is there.",
    ],
    [
      "a step that does not apply",
      { step: "never" },
      "write",
      "The tick by walt was undone: this step does not apply here.",
    ],
    [
      "a role nobody defined",
      { step: "strange" },
      "write",
      "The tick by walt was undone: who holds the role nobody is not known.",
    ],
    ["a tick of a waived step", { step: "waived" }, "write", "The tick by walt was undone: this step is waived."],
    [
      "a reader's untick of a waiver",
      { attempted: "untick", step: "waived-label" },
      "read",
      "The untick by walt was undone: this needs write permission.",
    ],
    [
      "a waiver that is not allowed",
      { attempted: "waive", reason: "x", step: "led" },
      "admin",
      "The waiver by walt was undone: the config names no `override` roles, so nobody may do this.",
    ],
    [
      "a waiver without a reason",
      { attempted: "waive", step: "label", reason: " " },
      "write",
      "The waiver by walt was undone: a waiver needs a reason.",
    ],
    [
      "a waiver with no reason at all",
      { attempted: "waive", step: "label" },
      "write",
      "The waiver by walt was undone: a waiver needs a reason.",
    ],
    [
      "a waiver by a reader",
      { attempted: "waive", step: "label", reason: "x" },
      "read",
      "The waiver by walt was undone: this needs write permission.",
    ],
  ])("refused: %s", (...[, rest, permission, why]) => {
    expect(attempt(rest, permission)).toMatchObject({ act: "refused", attempted: rest.attempted ?? "tick", why });
  });

  test("every entry is one the ledger takes, with commit, key and delivery", () => {
    const entries = [attempt({ delivery: "d9" }), attempt({ attempted: "untick" }), attempt({ by: null })];
    expect(Ledger.safeParse(entries)).toMatchObject({ success: true });
    expect(entries[0]).toMatchObject({ commit: "a".repeat(40), delivery: "d9", key: "d9 p/open tick" });
    expect(entries[2]).toMatchObject({ by: { login: "ghost" } });
  });

  test("what is accepted counts, what is refused does not", () => {
    const asked = stepsPolicy(step("open", tick("lead")));
    const states = [{ by: { login: "lea", type: "User" } as const }, {}].map((rest) => {
      const act = attempt({ ...rest, step: "open" }, "write", asked);
      return judged(asked, snapshot(), [act]).gates[0]?.state;
    });
    expect(states).toEqual(["open", "awaiting"]);
  });

  test("who ticked may take it back while the role's members are not known", () => {
    const asked = stepsPolicy(step("open", tick("lead")));
    const seen = snapshot({ roles: {} });
    const verdict = judged(asked, seen, [{ ...ticked("open", "lea"), role: "lead" }]);
    const lea = { login: "lea", type: "User" } as const;
    const whole: Attempt = { attempted: "untick", procedure: "p", step: "open", by: lea, at: AT, via: "comment" };
    const act = authorise(whole, { policy: asked, snapshot: seen, ledger: [], verdict, permission: "none" });
    expect(act).toMatchObject({ act: "untick" });
    expect(act).not.toHaveProperty("role");
  });

  test("a subject without a head commit", () => {
    const asked = stepsPolicy(step("open", tick()));
    const seen = snapshot({ headSha: "" });
    const whole: Attempt = { attempted: "tick", procedure: "p", step: "open", by, at: AT, via: "command" };
    const act = authorise(whole, {
      policy: asked,
      snapshot: seen,
      ledger: [],
      verdict: judged(asked, seen),
      permission: "write",
    });
    expect(act).not.toHaveProperty("commit");
  });
});
