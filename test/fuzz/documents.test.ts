import { describe, expect } from "@jest/globals";
import { boxesOf, boxMarker } from "../../src/evaluation/boxes.ts";
import { setBox, setBoxes } from "../../src/markdown/boxes.ts";
import { commandLines, hasCommandsBeyond, MOST_LINES } from "../../src/markdown/commands.ts";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { plain } from "../../src/markdown/escape.ts";
import { fields, tables } from "../../src/markdown/fields.ts";
import { filled } from "../../src/markdown/filled.ts";
import { placeholdersIn } from "../../src/markdown/placeholders.ts";
import { numbersNamed } from "../../src/markdown/references.ts";
import { sections } from "../../src/markdown/sections.ts";
import { taskItems, type TaskItem } from "../../src/markdown/tasks.ts";
import { assemblePolicy } from "../../src/procedures/assemble.ts";
import { parseConfig, references } from "../../src/procedures/config.ts";
import type { Finding } from "../../src/procedures/finding.ts";
import { referenceKey } from "../../src/procedures/reference.ts";
import { everyStep } from "../../src/procedures/model.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";
import { parseCommand, verbIn } from "../../src/readiness/grammar.ts";
import { changelogPart } from "../../src/requirements/changelog.ts";
import { VERBS } from "../../src/report/commands.ts";
import { fc } from "../properties.ts";
import { read } from "../repository/files.ts";
import { filesOf, fuzz, soup, spoilt, texts } from "./cases.ts";

const YAML = [
  "id: ",
  "title: ",
  "phases:\n",
  "steps:\n",
  "require: ",
  "require:\n",
  "tick",
  "signoff: ",
  "{ role: qa }",
  "checks: all",
  "document: { path: ",
  "applies: ",
  '{ paths: ["src/**"] }',
  "blocks: merge",
  "blocks: deploy",
  "environments: [production]",
  "when: ",
  "order: phases",
  "- ",
  "- id: a\n",
  "  ",
  "    ",
  ": ",
  "? ",
  "| ",
  "|\n",
  ">-\n",
  "&a ",
  "*a",
  "*a, *a",
  "<<: *a",
  "!!js/function ",
  "!!binary ",
  "!",
  "%YAML 1.2\n",
  "---\n",
  "...\n",
  "[",
  "]",
  "{",
  "}",
  ",",
  '"',
  "'",
  "\\",
  "#",
  "~",
  "null",
  "true",
  "yes",
  "0x1F",
  "1e999",
  ".nan",
  "2026-12-24",
  "07",
  "1.10",
  "__proto__: ",
  "constructor: ",
  "{feature}",
  "window",
  "all: [",
  "any: [",
  "not: ",
  "choice: ",
  'pattern: { of: title, matches: "(a+)+$" }',
  "from: 2026-12-20",
  "timezone: Europe/Berlin",
  'hours: "09:00-16:00"',
  "days: [mon-thu]",
  "roles:\n",
  "procedures:\n",
  "builtin:deploy",
  "./p.md",
  "acme/.github:p.yml",
  "../../x.yml",
  "locked: [roles]",
  "version: 1\n",
  "extends: acme/.github",
  "mode: shadow",
  "freezes:\n",
  "windows:\n",
  "override: { roles: [qa] }",
] as const;

const MARKDOWN = [
  "- ",
  "* ",
  "+ ",
  "1. ",
  "2) ",
  "> ",
  "# ",
  "## ",
  "Setext\n---\n",
  "[ ] ",
  "[x] ",
  "[X] ",
  "[\t] ",
  "**",
  "_",
  "~~",
  "`",
  "```\n",
  "~~~\n",
  "<!-- ",
  " -->",
  "<!-- gate: { blocks: deploy, environments: [production] } -->",
  "<!-- gate: { require: rollback_plan } -->",
  "<!-- gate: {",
  "<!-- gate:a/b -->",
  "<!-- gatehouse:checklist -->",
  "| a | b |\n|--|--|\n| c | d |\n",
  "[a](b)",
  "![a](b)",
  "[a]: b\n",
  "[^1]",
  "[^1]: x\n",
  "<details>\n",
  "</details>\n",
  "<b>",
  "<script>\n",
  "&lt;",
  "&#0;",
  "/gate tick a\n",
  "/gate override now\n",
  "@acme/team",
  "#1",
  "GH-2",
  "fixes #3",
  "https://github.com/a/b/issues/4",
  "---\nid: a\n---\n",
  "---\n",
  "  ",
  "    ",
  "\t",
  "\\",
  "\n",
  "\n\n",
  "(if applicable)",
  "(optional)",
  "TBD",
  "N/A",
  "Owner: ",
  "YYYY-MM-DD",
  "[X days]",
  "words ",
  "日本語。",
  "🚀",
] as const;

const COMMANDS = [
  "/gate ",
  "/GATE ",
  ...VERBS.map((verb) => `${verb} `),
  "production ",
  "deploy/production ",
  '"',
  "“",
  "”",
  "'",
  "`",
  "(",
  ")",
  ":",
  "—",
  "reason ",
  "  ",
  "\n",
  "> ",
  "```\n",
  "<!--",
  "-->",
  "\\",
];

/** A finding points into the text and says something. */
const sound = (findings: readonly Finding[], text: string): readonly Finding[] => {
  const lines = text.split(/\r\n?|\n/u).length;
  for (const { message, line, column, code } of findings) {
    expect(message.trim()).not.toBe("");
    expect(code).toMatch(/^[a-z-]+\/[a-z-]+/u);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines + 1);
    expect(column).toBeGreaterThanOrEqual(1);
  }
  return findings;
};

const judged = (text: string, file: string) => {
  const { procedure, findings } = parseProcedure(text, file);
  sound(findings, text);
  if (procedure === undefined) expect(findings.some(({ severity }) => severity === "error")).toBe(true);
  const ids = procedure?.phases.flatMap((phase) => everyStep(phase.steps).map(({ id }) => id)) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  return { procedure, findings };
};

const yamlProcedures = filesOf(["procedures"], /\.yml$/u);
const markdownProcedures = filesOf(["test/procedures/corpus", ".github/procedures"], /\.md$/u);
const templates = filesOf(["test/fixtures/pull-request-templates", "test/fixtures/plans"], /\.md$/u);
const configs = [
  ...filesOf([".github"], /^gatehouse\.yml$/u),
  ...configsIn("docs/organisation.md"),
  ...configsIn("docs/deployments.md"),
  ...configsIn("docs/procedures.md"),
];

function configsIn(page: string): readonly string[] {
  return [...read(page).matchAll(/```yaml[^\n]*\n(version: 1\n.*?)```/gsu)].map(([, text = ""]) => text);
}

describe("a procedure is read or refused with its lines, never thrown at", () => {
  fuzz("in YAML", texts(yamlProcedures, YAML), (text) => judged(text, "p.yml"));
  fuzz("in Markdown", texts(markdownProcedures, MARKDOWN), (text) => judged(text, "p.md"));
  fuzz("in Markdown with settings in YAML", soup([...MARKDOWN, ...YAML]), (text) => judged(text, "p.md"));
});

describe("a config is read or refused with its lines, never thrown at", () => {
  fuzz(
    "and put together with its documents",
    fc.tuple(texts(configs, YAML), spoilt(yamlProcedures, YAML)),
    ([text, document]) => {
      const { config, findings } = parseConfig(text, ".github/gatehouse.yml", { repository: "acme/shop" });
      sound(findings, text);
      if (config === undefined) {
        expect(findings.some(({ severity }) => severity === "error")).toBe(true);
        return findings;
      }
      const documents = new Map(
        references(config).map((one) => [referenceKey(one), { text: document, file: referenceKey(one) }]),
      );
      const { findings: assembled, procedures } = assemblePolicy({ config, documents, repository: "acme/shop" });
      return { findings, assembled, procedures };
    },
  );
});

const flat = (items: readonly TaskItem[]): readonly TaskItem[] =>
  items.flatMap((item) => [item, ...flat(item.children)]);

describe("any text of people is read", () => {
  fuzz("by every reader of Markdown", texts([...templates, ...markdownProcedures], MARKDOWN), (text) => {
    const doc = parseMarkdown(text);
    const whole = { allNodes: doc.root.children, line: 1 };
    const home = { owner: "acme", name: "shop", web: "https://github.com" };
    return [
      sections(doc).map(({ heading, line, endLine }) => [heading, line, endLine]),
      filled(whole),
      fields(whole),
      tables(whole),
      placeholdersIn(doc),
      numbersNamed(text, home),
      changelogPart({ path: "CHANGELOG.md", text, before: text.slice(0, text.length / 2) }),
    ];
  });

  fuzz("for its boxes, each of which can be set and read back", texts(markdownProcedures, MARKDOWN), (text) => {
    const items = flat(taskItems(parseMarkdown(text)));
    for (const { offset, checked } of items.slice(0, 3)) {
      const set = setBox(text, offset, !checked);
      expect(set.length).toBe(text.length);
      const after = flat(taskItems(parseMarkdown(set))).find((item) => item.offset === offset);
      expect(after?.checked).toBe(!checked);
    }
    return items.length;
  });

  fuzz("for the markers of our checklists, by which nothing but a box is ticked", soup(MARKDOWN), (text) => {
    const boxes = [...boxesOf(text)];
    for (const [key, box] of boxes) expect(key).toContain(box.step);
    return [boxes, setBoxes(text, new Map([["gate:a/b", true]]))];
  });

  fuzz("for commands", soup(COMMANDS), (text) => {
    const lines = commandLines(text);
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    const known = { environments: ["production", "my env"], freezes: ["Year end"] };
    return [hasCommandsBeyond(text), lines.map(({ rest, line }) => [line, verbIn(rest), parseCommand(rest, known)])];
  });
});

const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, "\uFFFD");

fuzz(
  "a marker names its step again, whatever the names",
  fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })),
  ([procedure, step]) => {
    const boxes = [...boxesOf(`- [x] ${plain("done")} ${boxMarker(procedure, step)}`).values()];
    if (procedure === "" || step === "") return boxes;
    expect(boxes).toMatchObject([{ procedure: wellFormed(procedure), step: wellFormed(step), checked: true }]);
    return boxes;
  },
);
