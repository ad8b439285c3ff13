import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { inDependencyOrder } from "../../src/evaluation/dependency-order.ts";
import { lookupsOf, asksNothing } from "../../src/evaluation/lookups.ts";
import type { AdoptedProcedure } from "../../src/procedures/policy.ts";
import { defineRequirement } from "../../src/requirements/define.ts";
import type { DoneProcedure } from "../../src/requirements/judging.ts";
import { NO_LOOKUPS, type Lookups } from "../../src/requirements/needs.ts";
import { met } from "../../src/requirements/outcome.ts";
import {
  broken,
  done,
  judged,
  label,
  NOW,
  OVERRIDE,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  tick,
  ticked,
} from "./world.ts";

/** Met by any procedure; tells what it was told. */
const asking = (told: DoneProcedure[][] = []) =>
  defineRequirement({
    kind: "procedure",
    about: "Another procedure is complete.",
    settings: z.strictObject({ id: z.string() }),
    needs: [],
    describe: ({ id }) => id,
    judge: (_, _facts, { procedures }) => {
      told.push([...procedures]);
      return met("It was looked at.");
    },
  });

const asks = (id: string, other: string, told?: DoneProcedure[][]): AdoptedProcedure =>
  procedure([phase("one", [step("after", asking(told).require({ id: other }))])], { id, title: id });

const plain = (id: string): AdoptedProcedure =>
  procedure([phase("one", [step("a", tick())]), phase("two", [step("b", tick())], { when: { draft: true } })], {
    id,
    title: id,
  });

describe("procedures that ask for each other", () => {
  test("are told which phases are complete but for what was put off", () => {
    const told: DoneProcedure[][] = [];
    const given = policy([plain("first"), asks("last", "first", told)], { override: OVERRIDE });
    judged(given, snapshot({ draft: true }), [
      done({ act: "defer", procedure: "first", step: "a", reason: "after the fair" }),
    ]);
    expect(told[0]?.[0]?.phases).toMatchObject([
      { id: "one", complete: true, partial: true },
      { id: "two", complete: false, partial: false },
    ]);
  });

  test("are judged in that order, and the verdict keeps the order of the config", () => {
    const told: DoneProcedure[][] = [];
    const given = policy([asks("last", "middle", told), asks("middle", "first", told), plain("first")]);
    const verdict = judged(given, snapshot(), [
      done({ act: "tick", procedure: "first", step: "a", permission: "write" }),
    ]);
    expect(verdict.procedures.map(({ id }) => id)).toEqual(["last", "middle", "first"]);
    expect(told.map((one) => one.map(({ id, exit }) => `${id} ${exit}`))).toEqual([
      ["first completed"],
      ["first completed", "middle completed"],
    ]);
    expect(told[0]?.[0]).toEqual({
      id: "first",
      title: "first",
      applies: true,
      reason: "it always applies.",
      exit: "completed",
      phases: [
        { id: "one", title: "Phase one", complete: true, partial: false },
        { id: "two", title: "Phase two", complete: true, partial: false },
      ],
    });
  });

  test("that does not apply, or can't be told, are known as well", () => {
    const told: DoneProcedure[][] = [];
    const not = procedure([], { id: "not", applies: { draft: true } });
    const unsure = procedure([], { id: "unsure", applies: { paths: ["a"] } });
    judged(policy([asks("last", "not", told), not, unsure, asks("more", "unsure", told)]));
    expect(told.flat().map(({ id, applies, exit }) => [id, applies, exit])).toEqual([
      ["not", false, "completed"],
      ["not", false, "completed"],
      ["last", true, "completed"],
      ["unsure", true, "blocked"],
    ]);
  });

  test("a phase that is open is not complete", () => {
    const told: DoneProcedure[][] = [];
    judged(policy([plain("first"), asks("last", "first", told)]));
    expect(told[0]?.[0]?.phases.map(({ complete }) => complete)).toEqual([false, true]);
  });

  test("in a ring come to an end", () => {
    const ring = [asks("a", "b"), asks("b", "a"), asks("c", "c")];
    expect(inDependencyOrder(ring).map(({ procedure: { id } }) => id)).toEqual(["b", "a", "c"]);
  });
});

const looking = (lookups: Partial<Lookups>) =>
  defineRequirement({
    kind: "looking",
    about: "It looks things up.",
    settings: z.null(),
    needs: [],
    lookups: () => lookups,
    describe: () => "looking",
    judge: () => met("Seen."),
  }).require(null);
const asked = (...steps: Parameters<typeof phase>[1]) =>
  policy([procedure([phase("one", steps)])], { override: OVERRIDE });
const look = (given: ReturnType<typeof asked>, seen = snapshot(), ledger = [ticked("other", "walt")]) =>
  lookupsOf({ policy: given, snapshot: seen, ledger, now: NOW });

describe("the second look", () => {
  test("is empty for nearly everything", () => {
    const nothing = look(asked(step("a", tick()), step("b", label("x")), step("c", broken(new Error("no")))));
    expect(nothing).toBe(NO_LOOKUPS);
    expect(asksNothing(nothing)).toBe(true);
  });

  test("asks for everything once, and for nothing that is known", () => {
    const given = asked(
      step("a", looking({ branches: ["x", "y"], changedSince: ["sha"] })),
      step("b", looking({ branches: ["y"], lastChanged: ["plan.md", "old.md"] }), {
        steps: [step("c", looking({ branches: ["z"] }))],
      }),
    );
    const first = { branches: ["x", "y", "z"], changedSince: ["sha"], lastChanged: ["plan.md", "old.md"] };
    expect(look(given)).toEqual(first);
    expect(asksNothing(look(given))).toBe(false);
    const seen = snapshot({
      branches: { x: true, y: false, z: true },
      changedSince: { sha: null },
      lastChanged: { "plan.md": null },
    });
    expect(look(given, seen)).toEqual({ branches: [], changedSince: [], lastChanged: ["old.md"] });
  });

  test("leaves out what does not apply and what somebody waived", () => {
    const given = asked(
      step("a", looking({ branches: ["x"] }), { when: { draft: true } }),
      step("b", looking({ branches: ["y"] })),
    );
    expect(look(given, snapshot(), [done({ act: "waive", procedure: "p", step: "b", reason: "x" })])).toBe(NO_LOOKUPS);
  });

  test("a requirement that breaks in it asks nothing", () => {
    const breaking = {
      ...looking({}),
      lookups: () => {
        throw new Error("no");
      },
    };
    expect(look(asked(step("a", breaking)))).toBe(NO_LOOKUPS);
  });
});
