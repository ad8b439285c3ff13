import { describe, expect, test } from "@jest/globals";
import { keyOf } from "../../src/evaluation/attempt.ts";
import { policy, done, HEAD } from "./world.ts";
import { accepts, entryOf, onStep, person, procedures, refuses, roles } from "./authorising.ts";

const waive = (id: string, reason?: string) => ({ ...onStep(id), attempted: "waive", reason }) as const;
const defer = (id: string, reason?: string) => ({ ...onStep(id), attempted: "defer", reason }) as const;
const go = (id: string) => ({ ...onStep(id), attempted: "decide", word: "go" }) as const;
const noGo = (id: string, reason?: string) => ({ ...onStep(id), attempted: "decide", word: "no-go", reason }) as const;

describe("waivers and deferrals", () => {
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
