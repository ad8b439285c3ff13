import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { kinds } from "../../src/requirements/index.ts";
import { KIND_NAMES, RequirementSchema } from "../../src/requirements/schema.ts";

const problems = (written: unknown): readonly z.core.$ZodIssue[] =>
  RequirementSchema.safeParse(written).error?.issues ?? [];

describe("RequirementSchema", () => {
  test.each([
    { written: "tick", is: { kind: "tick", settings: { humans_only: true } } },
    { written: { tick: "po" }, is: { kind: "tick", settings: { by: "po", humans_only: true } } },
    { written: { tick: { by: "po" } }, is: { kind: "tick", settings: { by: "po", humans_only: true } } },
    { written: { checks: "all" }, is: { kind: "checks", settings: { names: ["all"], except: [], accept: [] } } },
    { written: { checks: ["ci/*"] }, is: { kind: "checks", settings: { names: ["ci/*"], except: [], accept: [] } } },
    { written: { labels: ["a", "b"] }, is: { kind: "labels", settings: { any: ["a", "b"] } } },
    { written: { pattern: "^a" }, is: { kind: "pattern", settings: { of: "title", matches: "^a" } } },
    { written: { signoff: "qa" }, is: { kind: "signoff", settings: { role: "qa", count: 1 } } },
    { written: { section: "Test plan" }, is: { kind: "section", settings: { heading: ["Test plan"] } } },
    { written: { document: "docs/{feature}.md" }, is: { kind: "document", settings: { path: "docs/{feature}.md" } } },
    { written: { linked: "S-[0-9]+" }, is: { kind: "linked", settings: { ticket: "S-[0-9]+" } } },
    { written: { not: { labels: "wip" } }, is: { kind: "not", settings: { kind: "labels" } } },
    {
      written: { all: ["tick", { any: ["checks", { labels: "a" }] }] },
      is: { kind: "all", settings: [{ kind: "tick" }, { kind: "any" }] },
    },
    { written: { decision: "po" }, is: { kind: "decision", settings: { role: "po" } } },
    { written: { window: "production" }, is: { kind: "window", settings: { name: "production" } } },
    { written: { procedure: "launch" }, is: { kind: "procedure", settings: { id: "launch", of: "subject" } } },
    {
      written: { choice: { options: ["canary", "all at once"] } },
      is: { kind: "choice", settings: { options: ["canary", "all at once"] } },
    },
  ])("reads $written", ({ written, is }) => {
    expect(RequirementSchema.parse(written)).toMatchObject(is);
  });

  test.each(kinds.filter(({ schema }) => schema.safeParse({}).success).map(({ kind }) => kind))(
    "%s needs no settings",
    (kind) => {
      expect(RequirementSchema.parse(kind)).toEqual({
        ...RequirementSchema.parse({ [kind]: {} }),
        needs: expect.any(Function),
        ticker: expect.any(Function),
        decider: expect.any(Function),
        lookups: expect.any(Function),
        describe: expect.any(Function),
        judge: expect.any(Function),
      });
    },
  );

  test("a misspelt kind is an unknown key", () => {
    expect(problems({ chekcs: "all" })).toMatchObject([{ code: "unrecognized_keys", keys: ["chekcs"] }]);
    expect(problems({ checks: { nams: "all" } })).toMatchObject([
      { code: "unrecognized_keys", path: ["checks"], keys: ["nams"] },
    ]);
  });

  test("a misspelt bare kind names those there are", () => {
    expect(JSON.stringify(problems("relase_notes"))).toContain('"release_notes"');
  });

  test("a kind without its settings says so", () => {
    expect(problems("document")).toMatchObject([
      { message: "`document` needs settings: write `document: …` below `require`." },
    ]);
  });

  test.each([
    { written: {}, says: "none is named" },
    { written: { tick: "a", checks: "all" }, says: "here are `tick` and `checks`" },
  ])("exactly one kind: $says", ({ written, says }) => {
    const [problem] = problems(written);
    expect(problem).toMatchObject({ code: "custom", params: { kinds: KIND_NAMES } });
    expect(problem?.message).toContain(says);
    expect(problem?.message).toContain("release_notes");
  });

  test.each([
    { written: { all: ["tick", { tick: "qa" }] }, says: "only one `tick`" },
    { written: { any: [{ all: ["tick"] }, { not: "tick" }] }, says: "only one `tick`" },
    { written: { labels: {} }, says: "Say `any`, `all` or `none`." },
    { written: { metric: { max: 1 } }, says: "Say either `check` or `file`." },
    { written: { metric: { check: "a" } }, says: "Say `min`, `max` or both." },
    { written: { deployed: { environment: "staging", soak: "soon" } }, says: "A duration is" },
    { written: { tick: "product owner" }, says: "A role is the name" },
    { written: { all: [] }, says: ">=1" },
    { written: { all: ["tick", { chcks: 1 }] }, says: "chcks" },
    { written: { pattern: "(" }, says: "not an RE2 pattern" },
    { written: 3, says: "expected object" },
    { written: null, says: "expected object" },
  ])("$written: $says", ({ written, says }) => {
    expect(JSON.stringify(problems(written))).toContain(says);
  });
});

interface Json {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly description?: string;
  readonly [key: string]: unknown;
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

const undescribed = (json: Json, path: string): readonly string[] => [
  ...Object.entries(json.properties ?? {}).flatMap(([name, property]) =>
    property.description === undefined ? [`${path}/${name}`] : [],
  ),
  ...Object.entries(json).flatMap(([name, value]) => (isJson(value) ? undescribed(value, `${path}/${name}`) : [])),
];

describe("the JSON Schema", () => {
  const json: unknown = z.toJSONSchema(RequirementSchema, { io: "input" });

  test("describes every property", () => {
    expect(isJson(json) ? undescribed(json, "") : json).toEqual([]);
  });

  test("lists every kind, and asks for one of them", () => {
    expect(json).toMatchObject({
      $defs: {
        Requirement: {
          anyOf: [{ type: "string" }, { minProperties: 1, maxProperties: 1, additionalProperties: false }],
        },
      },
    });
    for (const kind of KIND_NAMES)
      expect(json).toHaveProperty(["$defs", "Requirement", "anyOf", "1", "properties", kind]);
  });

  test("what has a default need not be written", () => {
    expect(JSON.stringify(json)).not.toMatch(/"required":\[[^\]]*"(?:humans_only|count|of|same_commit|tasks)"/u);
  });
});
