import { describe, expect, test } from "@jest/globals";
import { heldInShadow } from "../../src/evaluation/shadow.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { entry, judged, label, phase, policy, procedure, snapshot, step, tick, unclear } from "./world.ts";

const steps = [step("notes", label("noted")), step("smoke", tick())];
const later = phase("production", [step("call", tick())], { blocks: "deploy", environments: ["production"] });
const config = (...procedures: Parameters<typeof policy>[0]): Policy => ({ ...policy(procedures), mode: "shadow" });
const named = (given: Policy, labels: string[] = []) =>
  heldInShadow(judged(given, snapshot({ labels }), [entry("tick", "smoke", { login: "walt" })]))?.map(
    (one) => one.step,
  );

describe("what would have held a merge", () => {
  test.each<{ what: string; given: Policy; labels?: string[]; held: readonly string[] | undefined }>([
    { what: "in a config that enforces", given: policy([procedure([phase("one", steps)])]), held: undefined },
    { what: "in shadow mode", given: config(procedure([phase("one", steps), later])), held: ["notes"] },
    { what: "nothing", given: config(procedure([phase("one", steps), later])), labels: ["noted"], held: [] },
    {
      what: "by the procedure that is on trial",
      given: policy([
        procedure([phase("one", [step("other", label("x"))])], { id: "firm" }),
        procedure([phase("one", steps)], {}, "shadow"),
      ]),
      held: ["notes"],
    },
    {
      what: "by what is not locked",
      given: config(procedure([phase("one", steps), phase("two", [step("po", tick())])], { order: "phases" })),
      held: ["notes"],
    },
    { what: "by an error", given: config(procedure([phase("one", [step("odd", unclear)])])), held: ["odd"] },
    {
      what: "by a procedure that nobody can tell of",
      given: config(procedure([], { applies: { paths: ["a"] } })),
      held: [""],
    },
    {
      what: "by one that does not apply",
      given: config(procedure([phase("one", steps)], { applies: { labels: ["x"] } })),
      held: undefined,
    },
  ])("$what", ({ given, labels, held }) => {
    expect(named(given, labels)).toEqual(held);
  });
});
