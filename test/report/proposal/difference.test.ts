import { describe, expect, test } from "@jest/globals";
import type { Policy } from "../../../src/procedures/policy.ts";
import { differenceOf } from "../../../src/report/proposal/difference.ts";
import {
  entry,
  finding,
  judged,
  label,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  tick,
} from "../../evaluation/world.ts";

const notes = step("notes", label("noted"), { title: "Release notes" });
const smoke = step("smoke", tick(), { title: "Smoke-tested" });
const of = (...steps: Parameters<typeof phase>[1][number][]): Policy => policy([procedure([phase("one", steps)])]);

const ledger = [entry("tick", "smoke", { login: "walt" })];
const under = (given: Policy) => judged(given, snapshot(), ledger);

describe("what another policy would make of a pull request", () => {
  test.each<{ what: string; from: Policy | undefined; to: Policy | undefined; difference: unknown }>([
    { what: "the same", from: of(notes), to: of(notes), difference: undefined },
    {
      what: "one step more, open",
      from: of(smoke),
      to: of(smoke, notes),
      difference: { from: "✅ ready", to: "❌ 1 of 2 left", asked: ["Release notes"], dropped: [], turns: "shut" },
    },
    {
      what: "one step less",
      from: of(smoke, notes),
      to: of(smoke),
      difference: { from: "❌ 1 of 2 left", to: "✅ ready", asked: [], dropped: ["Release notes"], turns: "open" },
    },
    {
      what: "one step more, done",
      from: of(notes),
      to: of(notes, smoke),
      difference: { from: "❌ 1 of 1 left", to: "❌ 1 of 2 left", asked: [], dropped: [], turns: undefined },
    },
    {
      what: "shadow mode",
      from: of(notes),
      to: { ...of(notes), mode: "shadow" },
      difference: { from: "❌ 1 of 1 left", to: "➖ shadow mode, 1 of 1 left", asked: [], dropped: [], turns: "open" },
    },
    {
      what: "a first config",
      from: undefined,
      to: of(notes),
      difference: {
        from: "➖ nothing asked",
        to: "❌ 1 of 1 left",
        asked: ["Release notes"],
        dropped: [],
        turns: "shut",
      },
    },
    {
      what: "no config any more",
      from: of(notes),
      to: undefined,
      difference: {
        from: "❌ 1 of 1 left",
        to: "➖ nothing asked",
        asked: [],
        dropped: ["Release notes"],
        turns: "open",
      },
    },
    {
      what: "mending a broken one",
      from: { ...of(), findings: [finding()] },
      to: of(smoke),
      difference: { from: "⚠️ configuration error", to: "✅ ready", asked: [], dropped: [], turns: "open" },
    },
    { what: "nothing to nothing", from: undefined, to: undefined, difference: undefined },
  ])("$what", ({ from, to, difference }) => {
    expect(differenceOf(from && under(from), to && under(to))).toEqual(difference);
  });
});
