import { describe, expect, test } from "@jest/globals";
import { all } from "../../src/requirements/all.ts";
import { any } from "../../src/requirements/any.ts";
import type { AnyKind, Requirement } from "../../src/requirements/define.ts";
import { NO_LOOKUPS, NO_NEEDS } from "../../src/requirements/needs.ts";
import { not } from "../../src/requirements/not.ts";
import { met, undetermined, unmet, waiting, type Outcome } from "../../src/requirements/outcome.ts";
import { z } from "zod";
import { fc } from "../properties.ts";
import { judge, judgingWith, requirement, shown, snapshot, ticked, type Given } from "./judging.ts";

const says = (name: string) => ({ code: `x/${name}`, reason: `${name} is so.`, remedy: `Mend ${name}.`, short: name });
const outcomes = {
  met: met("met is so.", [{ text: "proof" }]),
  closing: met("closing is so.", [], new Date("2026-11-20T16:00:00Z")),
  unmet: unmet({ ...says("unmet"), actors: [{ kind: "author", login: "ada" }] }),
  waiting: waiting({ ...says("waiting"), actors: [{ kind: "writers" }], wakeAt: new Date("2026-11-21T00:00:00Z") }),
  sooner: waiting({ ...says("sooner"), actors: [{ kind: "writers" }], wakeAt: new Date("2026-11-20T18:00:00Z") }),
  silent: unmet({ ...says("silent"), actors: [{ kind: "writers" }], unknown: true }),
  error: undetermined(says("error")),
} as const;
type Name = keyof typeof outcomes;

const fixed = (outcome: Outcome): Requirement => ({
  kind: "fixed",
  settings: {},
  needs: () => ({ ...NO_NEEDS, facts: ["checks"], documents: ["a"], baseDocuments: ["b"], roles: ["c"] }),
  lookups: () => NO_LOOKUPS,
  ticker: () => undefined,
  decider: () => undefined,
  describe: () => `it is ${outcome.state}`,
  judge: () => outcome,
});

const anyRequirement = z.custom<Requirement>();
const combined = (combinator: (nested: z.ZodType<Requirement>) => AnyKind, written: unknown): Requirement =>
  combinator(anyRequirement).schema.parse(written);
const verdict = (one: Requirement): Outcome => one.judge(snapshot(), judgingWith());
const allOf = (...names: readonly Name[]) =>
  verdict(
    combined(
      all,
      names.map((name) => fixed(outcomes[name])),
    ),
  );
const anyOf = (...names: readonly Name[]) =>
  verdict(
    combined(
      any,
      names.map((name) => fixed(outcomes[name])),
    ),
  );
const opposite = (name: Name) => verdict(combined(not, fixed(outcomes[name])));

describe("all", () => {
  test.each<{ given: readonly Name[]; is: string }>([
    { given: ["met", "met"], is: "met" },
    { given: ["met", "unmet"], is: "unmet x/unmet" },
    { given: ["waiting", "met"], is: "waiting x/waiting" },
    { given: ["waiting", "unmet"], is: "unmet all/open" },
    { given: ["waiting", "sooner"], is: "waiting all/open" },
    { given: ["met", "error"], is: "error x/error" },
    { given: ["unmet", "error"], is: "error all/error" },
  ])("$given: $is", ({ given, is }) => {
    expect(shown(allOf(...given))).toBe(is);
  });

  test("says everything that is left, what must change first", () => {
    expect(allOf("waiting", "met", "unmet", "sooner")).toEqual({
      state: "unmet",
      code: "all/open",
      reason: "unmet is so. waiting is so. sooner is so.",
      remedy: "Mend unmet. Mend waiting. Mend sooner.",
      short: "3 of 4 left",
      actors: [{ kind: "author", login: "ada" }, { kind: "writers" }],
      wakeAt: new Date("2026-11-20T18:00:00Z"),
    });
    expect(allOf("unmet", "error")).toMatchObject({
      reason: "error is so. unmet is so.",
      short: "1 of 2 not determined",
    });
  });

  test("shows all evidence", () => {
    expect(allOf("met", "met")).toEqual({
      state: "met",
      reason: "met is so. met is so.",
      evidence: [{ text: "proof" }, { text: "proof" }],
    });
  });
});

describe("any", () => {
  test.each<{ given: readonly Name[]; is: string }>([
    { given: ["unmet", "met"], is: "met" },
    { given: ["error", "met"], is: "met" },
    { given: ["unmet", "waiting"], is: "waiting any/none" },
    { given: ["unmet", "unmet"], is: "unmet any/none" },
    { given: ["unmet", "error"], is: "error any/error" },
    { given: ["waiting"], is: "waiting x/waiting" },
  ])("$given: $is", ({ given, is }) => {
    expect(shown(anyOf(...given))).toBe(is);
  });

  test("says every way", () => {
    expect(anyOf("unmet", "waiting")).toMatchObject({
      reason: "None of 2 ways is done: (1) unmet is so. (2) waiting is so.",
      remedy: "Do one of these: (1) Mend unmet. (2) Mend waiting.",
      short: "none of 2 yet",
    });
    expect(anyOf("unmet", "error")).toMatchObject({
      reason: "None of 2 ways is known to be done: (1) error is so. (2) unmet is so.",
    });
  });
});

describe("not", () => {
  test.each<{ given: Name; is: string }>([
    { given: "met", is: "unmet not/met" },
    { given: "unmet", is: "met" },
    { given: "waiting", is: "waiting not/waiting" },
    { given: "error", is: "error x/error" },
    { given: "silent", is: "unmet not/unknown" },
  ])("$given: $is", ({ given, is }) => {
    expect(shown(opposite(given))).toBe(is);
  });

  test.each<{ given: unknown; facts: Given; is: string }>([
    { given: { checks: "x" }, facts: { checks: [{ name: "x", state: "skipped" }] }, is: "unmet not/unknown" },
    { given: { pattern: { of: "commits", matches: "x" } }, facts: { commits: [] }, is: "unmet not/unknown" },
    { given: { absent: "{what}.md" }, facts: { documents: {} }, is: "unmet not/unknown" },
    {
      given: { section: { heading: "Why", of: "issue" } },
      facts: { linkedIssues: [], templates: [] },
      is: "unmet not/unknown",
    },
    {
      given: { deployed: "production" },
      facts: {
        headSha: "a",
        deployments: { production: [{ sha: "a", state: "failure", at: "2026-11-20T11:00:00Z" }] },
      },
      is: "unmet not/unknown",
    },
    {
      given: { procedure: { id: "p", of: "issue" } },
      facts: { linkedIssues: [], issueProcedures: {} },
      is: "unmet not/unknown",
    },
    { given: { labels: "a" }, facts: {}, is: "met" },
    { given: { pattern: "^x" }, facts: { title: "y" }, is: "met" },
    { given: { section: "Why" }, facts: { templates: [] }, is: "met" },
    { given: { changed: "a" }, facts: { files: [] }, is: "met" },
    { given: { absent: "a" }, facts: { documents: { a: [{ path: "a", text: "" }] } }, is: "met" },
    {
      given: { all: [{ labels: "a" }, { checks: "x" }] },
      facts: { checks: [{ name: "x", state: "skipped" }] },
      is: "met",
    },
    {
      given: { all: [{ labels: "a" }, { checks: "x" }] },
      facts: { labels: ["a"], checks: [{ name: "x", state: "skipped" }] },
      is: "unmet not/unknown",
    },
    {
      given: { all: [{ pattern: { of: "commits", matches: "x" } }, { checks: "x" }] },
      facts: { commits: [], checks: [{ name: "x", state: "skipped" }] },
      is: "unmet not/unknown",
    },
    {
      given: { any: [{ labels: "a" }, { checks: "x" }] },
      facts: { checks: [{ name: "x", state: "skipped" }] },
      is: "unmet not/unknown",
    },
    { given: { not: { checks: "x" } }, facts: { checks: [{ name: "x", state: "skipped" }] }, is: "unmet not/unknown" },
  ])("of $given with $facts: $is", ({ given, facts, is }) => {
    expect(shown(judge({ not: given }, facts))).toBe(is);
  });

  test("keeps waiting for whom and until when its part waits", () => {
    expect(opposite("waiting")).toEqual({
      state: "waiting",
      code: "not/waiting",
      reason: "This must not be so, and it is still open whether it will be: waiting is so.",
      remedy: "Wait until it is settled: it is waiting.",
      short: "waiting",
      actors: [{ kind: "writers" }],
      wakeAt: new Date("2026-11-21T00:00:00Z"),
    });
  });

  test.each([
    { checks: [], is: "waiting not/waiting" },
    { checks: [{ name: "x", state: "pending" as const }], is: "waiting not/waiting" },
    { checks: [{ name: "x", state: "failure" as const }], is: "met" },
    { checks: [{ name: "x", state: "success" as const }], is: "unmet not/met" },
  ])("of a check, $checks: $is", ({ checks, is }) => {
    expect(shown(judge({ not: { checks: ["x"] } }, { checks }))).toBe(is);
  });

  test("says what must not be", () => {
    expect(opposite("met")).toMatchObject({
      reason: "This must not be so: met is so.",
      remedy: "Change what is there, so that this no longer holds: it is met.",
    });
  });
});

describe("what is met for a time only", () => {
  const wakeAt = new Date("2026-11-20T16:00:00Z");

  test.each([
    { title: "all", outcome: allOf("met", "closing") },
    { title: "any", outcome: anyOf("unmet", "closing") },
    { title: "not", outcome: opposite("closing") },
  ])("$title keeps the moment", ({ outcome }) => {
    expect(outcome).toMatchObject({ wakeAt });
  });
});

describe("composites", () => {
  const composites = [
    combined(all, [fixed(outcomes.met), fixed(outcomes.met)]),
    combined(any, [fixed(outcomes.met)]),
    combined(not, fixed(outcomes.met)),
  ];

  test("need what their parts need, once", () => {
    for (const one of composites)
      expect(one.needs()).toEqual({
        ...NO_NEEDS,
        facts: ["checks"],
        documents: ["a"],
        baseDocuments: ["b"],
        roles: ["c"],
      });
  });

  test("describe their parts", () => {
    expect(composites.map((one) => one.describe())).toEqual(["it is met and it is met", "it is met", "not it is met"]);
    expect(requirement({ any: ["tick", { labels: "a" }] }).describe()).toBe("a tick or the label `a`");
    expect(requirement({ all: ["tick", { any: [{ labels: "a" }, { checks: "b" }] }] }).describe()).toBe(
      "a tick and (the label `a` or the check `b` succeeds)",
    );
    expect(requirement({ any: [{ section: { heading: "A", min_words: 9 } }, "tick"] }).describe()).toBe(
      "the section `A` filled in, with at least 9 words; or a tick",
    );
    expect(requirement({ not: { any: ["conversations", { labels: "a" }] } }).describe()).toBe(
      "not (every conversation resolved or the label `a`)",
    );
  });

  test("have the box of the part that has one", () => {
    expect(requirement({ all: [{ labels: "a" }, { any: [{ tick: "po" }] }] }).ticker()).toEqual({
      role: "po",
      humansOnly: true,
    });
    expect(requirement({ not: "tick" }).ticker()).toEqual({ role: undefined, humansOnly: true });
    expect(requirement({ all: [{ labels: "a" }] }).ticker()).toBeUndefined();
    expect(shown(judge({ any: [{ labels: "a" }, "tick"] }, {}, { box: ticked }))).toBe("met");
  });
});

const someNames = fc.array(fc.constantFrom<Name[]>("met", "unmet", "waiting", "sooner", "error"), {
  minLength: 1,
  maxLength: 6,
});
const ORDER = { met: 0, waiting: 1, unmet: 2, error: 3 } as const;
const rank = (outcome: Outcome) => ORDER[outcome.state];

describe("laws", () => {
  test("the order of `all` and `any` does not matter", () => {
    const shuffled = someNames.chain((names) =>
      fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })),
    );
    fc.assert(
      fc.property(shuffled, ([names, others]) => {
        expect([shown(allOf(...others)), shown(anyOf(...others))].map((one) => one.split("/")[0])).toEqual(
          [shown(allOf(...names)), shown(anyOf(...names))].map((one) => one.split("/")[0]),
        );
      }),
    );
  });

  test("`all` is as bad as its worst part, `any` never worse than that", () => {
    fc.assert(
      fc.property(someNames, (names) => {
        const worst = Math.max(...names.map((name) => rank(outcomes[name])));
        expect(rank(allOf(...names))).toBe(worst);
        expect(rank(anyOf(...names))).toBeLessThanOrEqual(worst);
      }),
    );
  });

  test("making a part worse makes neither better", () => {
    fc.assert(
      fc.property(someNames, fc.nat(), (names, at) => {
        const worse = names.map((name, index): Name => (index === at % names.length ? "error" : name));
        expect(rank(allOf(...worse))).toBeGreaterThanOrEqual(rank(allOf(...names)));
        expect(rank(anyOf(...worse)) === 0 && rank(anyOf(...names)) > 0).toBe(false);
      }),
    );
  });
});
