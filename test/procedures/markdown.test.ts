import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { everyStep, type Procedure, type Step } from "../../src/procedures/model.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/checklists/${name}`, import.meta.url), "utf8");

const parsed = (text: string, file = "list.md"): Procedure => {
  const { procedure, findings } = parseProcedure(text, file);
  if (procedure === undefined) throw new Error(JSON.stringify(findings));
  return procedure;
};

const outline = ({ phases }: Procedure) =>
  phases.map(({ id, title, line, steps }) => ({ id, title, line, steps: everyStep(steps).map((step) => step.id) }));

const firstStep = (text: string): Step => {
  const [step] = parsed(text).phases[0]?.steps ?? [];
  if (step === undefined) throw new Error("no step");
  return step;
};

describe("checklists as people write them", () => {
  test.each([
    { file: "handover.md", boxes: 9, broken: [] },
    { file: "plan.md", boxes: 11, broken: [56, 57] },
    { file: "deploy.md", boxes: 14, broken: [] },
  ])(
    "$file has the $boxes boxes that cmark-gfm renders, and is warned of those it does not",
    ({ file, boxes, broken }) => {
      const { procedure, findings } = parseProcedure(fixture(file), file);
      expect(procedure?.phases.flatMap(({ steps }) => everyStep(steps))).toHaveLength(boxes);
      expect(findings.map(({ code, line }) => ({ code, line }))).toEqual(
        broken.map((line) => ({ code: "procedure/broken-box", line })),
      );
    },
  );

  test("front matter of another tool gives id and version as they are written", () => {
    const { id, title, version, order } = parsed(fixture("handover.md"), "docs/handover.md");
    expect({ id, title, version, order }).toEqual({
      id: "OPS-114",
      title: "Handing a service over",
      version: "2.10",
      order: "free",
    });
  });

  test("nested boxes are sub-steps", () => {
    const [phase] = parsed(fixture("handover.md")).phases;
    expect(phase?.steps.map(({ id, steps }) => [id, steps.length])).toEqual([
      ["show-the-papers-the-new-team-has-read-them", 3],
      ["access", 1],
      ["fill-in-the-form-id-ops-114-context-handover", 0],
    ]);
  });

  test("only headings that directly contain boxes are phases, equal titles get different ids", () => {
    expect(outline(parsed(fixture("plan.md"), "plan.md"))).toEqual([
      { id: "what-is-in-the-way", title: "What is in the way", line: 13, steps: ["first-thing", "second-thing"] },
      { id: "tasks", title: "Tasks", line: 23, steps: ["task-1-1-what", "task-1-2-what"] },
      { id: "results", title: "Results", line: 31, steps: ["one", "two-another-list", "three-and-another"] },
      { id: "tasks-2", title: "Tasks", line: 38, steps: ["numbered", "numbered-too-continued-on-the-next-line"] },
      { id: "results-2", title: "Results", line: 43, steps: ["one-2"] },
      { id: "sign-off", title: "Sign-off", line: 62, steps: ["below-a-bullet"] },
    ]);
  });

  test("boxes before any heading are a phase of their own; comments set phases and steps", () => {
    const procedure = parsed(fixture("deploy.md"));
    expect(procedure.phases.map(({ title, blocks, environments }) => ({ title, blocks, environments }))).toEqual([
      { title: "Steps", blocks: "merge", environments: [] },
      { title: "Pre-deploy", blocks: "deploy", environments: ["production", "prod-*"] },
      { title: "Setext heading", blocks: "merge", environments: [] },
      { title: "After", blocks: null, environments: [] },
    ]);
    const ci = procedure.phases[1]?.steps[0];
    expect({ id: ci?.id, title: ci?.title, kind: ci?.require.kind, line: ci?.line }).toEqual({
      id: "ci",
      title: "CI is green",
      kind: "checks",
      line: 9,
    });
    expect(procedure.phases[1]?.steps.at(-1)).toMatchObject({
      help: "Ask in the channel.",
      when: { paths: ["db/**"] },
    });
  });

  test("later ones of the same text get -2, -3, whatever phase they are in", () => {
    const ids = outline(parsed(fixture("deploy.md"))).flatMap(({ steps }) => steps);
    expect(ids.filter((id) => id.startsWith("ci"))).toEqual(["ci", "ci-is-green", "ci-is-green-2", "ci-is-green-3"]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("a plain list without front matter: id from the file, title from the first heading, merge, free, ticks", () => {
  const procedure = parsed("# Ship it\n\n- [ ] Tests pass\n", ".github/procedures/Ship It.md");
  expect(procedure).toMatchObject({ id: "ship-it", title: "Ship it", order: "free", subject: "pull_request" });
  expect(procedure.phases[0]).toMatchObject({ blocks: "merge", environments: [], blocksNext: false });
  expect(procedure.phases[0]?.steps[0]).toMatchObject({ require: { kind: "tick" }, optional: false, waivable: false });
});

test("an id that is given is kept for its step even when an earlier text would take it", () => {
  const { phases } = parsed("- [ ] Tests\n- [ ] Other <!-- gate: { id: tests } -->\n");
  expect(phases[0]?.steps.map(({ id }) => id)).toEqual(["tests-2", "tests"]);
});

test("the marks of an emoji don't begin an id", () => {
  expect(parsed("## ⚠️ Mandatory\n- [ ] ✔️ Done\n").phases[0]).toMatchObject({
    id: "mandatory",
    steps: [{ id: "done" }],
  });
});

describe("items that say themselves that they are not always needed", () => {
  test.each([
    ["Migrate (if applicable)", true],
    ["Migrate (if any)", true],
    ["Migrate (if needed).", true],
    ["Migrate (if the schema changes)", true],
    ["Migrate **(optional)**", true],
    ["Migrate (Optional, but nice)", true],
    ["Migrate [optional]", true],
    ["Migrate (where applicable)", true],
    ["Migrate (when relevant)", true],
    ["Migrate (as needed)", true],
    ["Migrate (n/a if there is no schema)", true],
    ["Migrate (N/A otherwise)", true],
    ["Migrate (not applicable for docs)", true],
    ["Migrate (when staging is green)", false],
    ["Migrate (as described in the runbook)", false],
    ["Migrate (diff attached)", false],
    ["(optional) Migrate", false],
    ["Migrate if applicable", false],
    ["Optionally migrate", false],
  ])("%s: %s", (item, optional) => {
    expect(firstStep(`- [ ] ${item}\n`)).toMatchObject({ optional, waivable: optional });
  });

  test("settings have the last word", () => {
    expect(firstStep("- [ ] Migrate (if any) <!-- gate: { waivable: false } -->\n")).toMatchObject({
      optional: true,
      waivable: false,
    });
    expect(firstStep("- [ ] Migrate (if any) <!-- gate: { optional: false } -->\n")).toMatchObject({
      optional: false,
      waivable: false,
    });
  });
});

describe("front matter", () => {
  test.each([
    { title: "two rulers around prose are none", text: "---\nhello world\n---\n\n- [ ] a\n" },
    { title: "an empty block", text: "---\n---\n- [ ] a\n" },
    { title: "a comment only", text: "---\n# none\n---\n- [ ] a\n" },
    {
      title: "keys of other tools",
      text: "---\ntype: Process\ntask_type: Discrete\ncreated: 2025-12-13\n---\n- [ ] a\n",
    },
    { title: "a list", text: "---\n- a\n- b\n---\n- [ ] a\n" },
    { title: "never closed", text: "---\ntitle: x\n\n- [ ] a\n" },
    { title: "a byte-order mark and CRLF", text: "\uFEFF---\r\ntitle: T\r\n---\r\n- [ ] a\r\n" },
  ])("$title", ({ text }) => {
    expect(
      parsed(text)
        .phases.flatMap(({ steps }) => steps)
        .map(({ title }) => title),
    ).toEqual(["a"]);
  });

  test("sets what the top of a YAML procedure sets, and moves no line", () => {
    const text =
      "---\nid: x\ntitle: T\nsubject: issue\napplies: { labels: launch }\norder: phases\n---\n# H\n\n- [ ] a\n";
    expect(parsed(text)).toMatchObject({
      id: "x",
      title: "T",
      subject: "issue",
      applies: { labels: "launch" },
      order: "phases",
      phases: [{ title: "H", line: 8, steps: [{ line: 10 }] }],
    });
  });
});

describe("a text beyond the limits of reading", () => {
  test.each([
    {
      title: "25,000 items",
      text: `# List\n\n${"- [ ] a\n".repeat(25_000)}`,
      because: "more than 20,000 lines",
      line: 20_001,
    },
    {
      title: "bottomless quotes",
      text: `# List\n\n- [ ] a\n\n${">".repeat(100)} a\n`,
      because: "more than 40 deep",
      line: 5,
    },
  ])("with $title is no procedure, and the author is told why", ({ text, because, line }) => {
    const { procedure, findings } = parseProcedure(text, "list.md");
    expect(procedure).toBeUndefined();
    expect(findings).toContainEqual(
      expect.objectContaining({ code: "markdown/beyond-limits", line, message: expect.stringContaining(because) }),
    );
  });
});
