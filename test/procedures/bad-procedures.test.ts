import { describe, expect, test } from "@jest/globals";
import { parseProcedure } from "../../src/procedures/parse.ts";

/** What people would read in an editor: place, severity, message. */
const said = (text: string, file: string): readonly string[] =>
  parseProcedure(text, file).findings.map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity === "error" ? "" : "(warning) "}${message}`,
  );

const GOOD = "title: T\nphases:\n  - title: P\n    steps:\n      - title: S\n";
/** Lines of the only step, of the only phase, and of the top of a good procedure. */
const step = (line: string) => `${GOOD}        ${line}\n`;
const phase = (line: string) => `${GOOD}    ${line}\n`;
const top = (line: string) => `${GOOD}${line}\n`;

const KINDS = /^6:18 Expected `tick`, .+ or a map \(`key: value`\), got `tik`\. Did you mean `tick`\?$/u;

test("a kind of requirement that does not exist is answered by all that do", () => {
  expect(said(step("require: tik"), "p.yml")[0]).toMatch(KINDS);
});

const level = (name: string, of: string) => `${name}: &${name} [${Array.from({ length: 10 }, () => of).join(",")}]\n`;

describe("YAML that is none", () => {
  test.each([
    ["", "1:1 The document is empty; expected `key: value` lines."],
    ["# only a comment\n", "1:1 The document is empty; expected `key: value` lines."],
    [
      "title: T\ntitle: U\n",
      "2:1 The key `title` is given twice in one block; expected each key once. Remove one of the two.",
    ],
    ["title: T\n\tphases: x\n", "2:1 This line is indented with a tab; expected spaces. Replace the tab by spaces."],
    [
      "title: Step one: begin\n",
      "1:16 A value with a colon and a space in it, `: `, is read as another key. Put the whole value in quotes.",
    ],
    ["paths: *.ts\n", '1:8 `*.ts` is read as an alias because it begins with `*`. Put it in quotes: "*.ts".'],
    [
      "paths: [**/*.ts]\n",
      '1:9 `**/*.ts` is read as an alias because it begins with `*`. Put it in quotes: "**/*.ts".',
    ],
    ["by: @acme/leads\n", '1:5 A value can\'t begin with `@` in YAML. Put it in quotes: "@acme/leads".'],
    [
      "a: !!js/function x\n",
      "1:4 The tag at `!!js/function x` is not allowed; expected plain YAML without tags. Remove it, or put a value that begins with `!` in quotes.",
    ],
    ["a: &a [*a]\n", "1:8 This alias (`*`) stands inside the value it points at; write the value out instead."],
    [
      "a: 1\n---\nb: 2\n",
      "2:1 The file holds several YAML documents separated by `---`; expected one. Move the others into files of their own.",
    ],
    ["? [a]\n: b\n", "1:1 A key can't be a list or a map; expected plain text before the colon."],
    ["[".repeat(200), "1:100 The document is nested over 100 levels deep. Write it flatter."],
    [
      'a: "b\n',
      "2:1 A quote, `[` or `{` above is not closed, or this line is indented less than the value it continues. Close it, or indent the line.",
    ],
    [
      "a:\n  - b\n c: d\n",
      "3:2 `c: d` is indented differently from the lines it belongs to. Align it with its neighbours.",
    ],
    [
      "- a\nb: 1\n",
      "2:1 `b: 1` does not continue what is above it: a list and keys are mixed, or a bracket is left over. Check indentation and brackets.",
    ],
    [
      'a: "\\q"\n',
      '1:6 This is not valid YAML: unknown escape sequence at `q"`. Check indentation, quotes and brackets before it.',
    ],
    ["x".repeat(1_048_577), "1:1 The file is over 1 MB; a document may hold up to 1 MB. Split it."],
  ])("%j", (text, message) => {
    expect(said(text, "p.yml")).toEqual([message]);
  });

  test("aliases that unfold to more than any memory holds", () => {
    const bomb =
      level("a", "x") + level("b", "*a") + level("c", "*b") + level("d", "*c") + level("e", "*d") + level("f", "*e");
    expect(said(bomb, "p.yml")).toEqual([
      "1:1 The aliases (`*`) of this file unfold to over 200,000 values; write fewer.",
    ]);
  });
});

const UNJUDGED =
  "An `environment` condition can be judged for a deployment only, which this version does not do: it would block for ever. Remove it, or use another condition.";

describe("YAML that is no procedure", () => {
  test.each([
    ["[]", "1:1 Expected a map (`key: value`), got an empty list. Write `{ title: …, phases: … }`."],
    ["just text", "1:1 Expected a map (`key: value`), got `just text`. Write `{ title: …, phases: … }`."],
    ["title: T\n", "1:1 `phases` is missing; expected a list."],
    ["title: T\nphases: []\n", "2:9 A procedure needs at least one phase."],
    ["title: T\nphases:\n  title: P\n", '3:3 Expected a list, got a map (`{"title":"P"}`).'],
    ["titel: T\nphases:\n  - title: P\n    steps: [{ title: S }]\n", "1:1 Unknown key `titel`. Did you mean `title`?"],
    [
      'title: ""\nphases:\n  - title: P\n    steps: [{ title: S }]\n',
      "1:8 The title is empty; write what is to be done.",
    ],
    [
      "title: true\nphases:\n  - title: P\n    steps: [{ title: S }]\n",
      "1:8 Expected text, got `true`. Put it in quotes.",
    ],
    [
      "title: T\nphases:\n  - title: P\n    steps: []\n",
      "3:5 The phase has no steps, so it would ask for nothing; give `steps` or a `gate`.",
    ],
    [
      "title: T\nphases:\n  - title: P\n    steps:\n      - Tests pass\n",
      '5:9 Expected a map (`key: value`), got `Tests pass`. Write `{ title: "Tests pass" }`.',
    ],
    [top("phaces: 1"), "6:1 Unknown key `phaces`. Did you mean `phases`?"],
    [
      top("subject: pull-request"),
      "6:10 Expected `pull_request` or `issue`, got `pull-request`. Did you mean `pull_request`?",
    ],
    [top("order: phase"), "6:8 Expected `free` or `phases`, got `phase`. Did you mean `phases`?"],
    [top("order: 3"), "6:8 Expected `free` or `phases`, got `3`."],
    [top("applies: { base: [main, 5] }"), "6:25 Expected text, got `5`. Put it in quotes."],
    [
      top("parameters: { f: { branch: feature } }"),
      "6:28 `feature` does not fit. A branch pattern holds the name in braces, such as `feature/{feature}`.",
    ],
    [
      top('parameters: { f: { branch: "feature/{g}" } }'),
      "6:28 The branch pattern `feature/{g}` does not hold `{f}`, the name of its parameter. Write it where the value stands.",
    ],
    [top("parameters: { f: { file: package.json } }"), "6:18 `pointer` is missing; expected text."],
    [
      top("parameters: { f: { file: a.json, pointer: version } }"),
      "6:43 `version` does not fit. A JSON pointer (RFC 6901) begins with `/`, such as `/version`.",
    ],
    [
      top('parameters: { "1": { value: a } }'),
      "6:20 `1` does not fit. A parameter's name begins with a letter and holds only letters, digits, `-` and `_`.",
    ],
    [phase("blocks: merg"), "6:13 Expected `merge`, `deploy` or `none`, got `merg`. Did you mean `merge`?"],
    [
      phase("blocks: deploy"),
      "6:13 (warning) The phase `p` holds back deployments to every environment. Name those that are meant: `environments: [production]`.",
    ],
    [
      phase("environments: [production]"),
      "6:20 (warning) The phase `p` names environments but holds back merge. Add `blocks: deploy`, or remove `environments`.",
    ],
    [
      phase("due: tomorrow"),
      "6:10 `tomorrow` does not fit. A duration is a number with a unit: `30m`, `24h`, `7d` or `2w`.",
    ],
    [
      phase("starts: production"),
      "6:13 Expected a map (`key: value`), got `production`. Write `{ deployed: production }`.",
    ],
    [
      phase("starts: { deployed: p }\n    blocks: merge"),
      "7:13 The phase `p` starts after a deployment, so it can't hold back the merge before it. Remove `blocks` or `starts`.",
    ],
    [step("requires: tick"), "6:9 Unknown key `requires`. Did you mean `require`?"],
    [step("require: { tik: {} }"), "6:20 Unknown key `tik`. Did you mean `tick`?"],
    [step("require: { tick: { bye: x } }"), "6:28 Unknown key `bye`. Did you mean `by`?"],
    [step("require: { signoff: { role: a, count: 0 } }"), "6:47 `0` is too small; expected at least 1."],
    [
      step("require: { all: [tick, tick] }"),
      "6:25 A step has one box, so only one `tick` can be in it; make each tick a step of its own.",
    ],
    [step("optional: yes"), "6:19 Expected `true` or `false`, got `yes`."],
    [
      step("id: has space"),
      "6:13 `has space` does not fit. An id begins with a letter or digit and holds only letters, digits, `-`, `_` and `.`.",
    ],
    [step("when: { environment: production }"), `6:17 ${UNJUDGED}`],
    [step('when: { any: [{ labels: x }, { not: { environment: "prod*" } }] }'), `6:47 ${UNJUDGED}`],
    [phase("when: { environment: production }"), `6:13 ${UNJUDGED}`],
    [top("applies: { all: [{ base: main }, { environment: [a, b] }] }"), `6:36 ${UNJUDGED}`],
    [step("when: {}"), "6:15 The condition is empty; name at least one key, or remove it."],
    [step("when: { path: x }"), "6:17 Unknown key `path`. Did you mean `paths`?"],
    [step("when: { paths: [] }"), "6:24 The list is empty; name at least one, or remove the key."],
    [step('when: { paths: ["src/[a"] }'), "6:25 `src/[a` has a `[`, `{` or `(` that is not closed."],
    [
      step('when: { title: "(" }'),
      "6:24 `(` is not an RE2 pattern: missing closing ): `(`. See https://github.com/google/re2/wiki/Syntax.",
    ],
    [step('when: { draft: "no" }'), "6:24 Expected `true` or `false`, got `no`."],
    [step("when: { any: [{ lables: x }] }"), "6:25 Unknown key `lables`. Did you mean `labels`?"],
    [step("when: { size: { min: -1 } }"), "6:30 `-1` is too small; expected at least 0."],
    [step("when: { size: {} }"), "6:23 Say `min`, `max` or both."],
  ])("%j", (text, message) => {
    expect(said(text, "p.yml")).toEqual([message]);
  });

  test("ids that are used twice name the line of the first", () => {
    const steps = "[{ id: s, title: S }, { id: s, title: S2 }]";
    const text = `title: T\nphases:\n  - { id: a, title: P, steps: ${steps} }\n  - { id: a, title: P, steps: [{ title: S }] }\n`;
    expect(said(text, "p.yml")).toEqual([
      "3:59 The step id `s` is already used on line 3; ids must differ. Rename one of them.",
      "4:11 The phase id `a` is already used on line 3; ids must differ. Rename one of them.",
    ]);
  });

  test("several mistakes are all said at once, in the order of the file", () => {
    expect(
      said("title: T\nphases:\n  - titel: P\n    steps:\n      - title: S\n        requir: tick\n", "p.yml"),
    ).toEqual(["3:5 Unknown key `titel`. Did you mean `title`?", "6:9 Unknown key `requir`. Did you mean `require`?"]);
  });
});

describe("Markdown", () => {
  test.each([
    [
      "# T\n",
      "1:1 (warning) The document has no task items, so as a procedure it asks for nothing. Add items such as `- [ ] Tests pass`.",
    ],
    ["# T\n- [ ] a <!-- gate: { requir: tick } -->\n", "2:22 Unknown key `requir`. Did you mean `require`?"],
    [
      "# T\n- [ ] a <!-- gate: -->\n",
      "2:19 The `gate` comment is empty; expected settings, such as `<!-- gate: { optional: true } -->`.",
    ],
    ["# T <!-- gate: { bloks: deploy } -->\n- [ ] a\n", "1:18 Unknown key `bloks`. Did you mean `blocks`?"],
    ["- [ ] a\n  <!-- gate:\n    optionl: true\n  -->\n", "3:5 Unknown key `optionl`. Did you mean `optional`?"],
    [
      "# T <!-- gate: { blocks: deploy } -->\ntext\n\n## B\n- [ ] x\n",
      "1:5 This `gate` comment belongs to no phase and no step; put it on the line of a task item, or of a heading with task items directly below it.",
    ],
    [
      "# T\n- [ ] a\n\n<!-- gate: { optional: true } -->\n",
      "4:1 This `gate` comment belongs to no phase and no step; put it on the line of a task item, or of a heading with task items directly below it.",
    ],
    [
      "- [ ] a <!-- gate: {id: x} --> <!-- gate: {optional: true} -->\n",
      "1:32 This is the second `gate` comment of the same heading or item; put all settings in one.",
    ],
    [
      "- [ ] a <!-- gate: {id: x} -->\n- [ ] b <!-- gate: {id: x} -->\n",
      "2:25 The step id `x` is already used on line 1; ids must differ. Rename one of them.",
    ],
    ["---\ntitel: T\n---\n- [ ] a\n", "2:1 (warning) Unknown key `titel`, which is ignored. Did you mean `title`?"],
    [
      "---\ntitle: a: b\n---\n- [ ] a\n",
      "2:9 A value with a colon and a space in it, `: `, is read as another key. Put the whole value in quotes.",
    ],
    ["# T\n- [ ] a <!-- gate: { when: { environment: x } } -->\n", `2:30 ${UNJUDGED}`],
    ["---\napplies: { environment: x }\n---\n- [ ] a\n", `2:12 ${UNJUDGED}`],
    ["---\napplies: { bases: main }\n---\n- [ ] a\n", "2:12 Unknown key `bases`. Did you mean `base`?"],
    [
      "---\nphases: [{ title: x }]\n---\n- [ ] a\n",
      "2:1 In Markdown, phases are headings with task items, not `phases` in the front matter. Write them as headings, or make the document a `.yml` file.",
    ],
    ["x".repeat(1_048_577), "1:1 The file is over 1 MB; a document may hold up to 1 MB. Split it."],
  ])("%j", (text, message) => {
    expect(said(text, "p.md")).toEqual([message]);
  });
});

test.each([
  ["p.txt", "1:1 A procedure is a `.yml`, `.yaml`, `.md` or `.markdown` file; this one is `.txt`. Rename it."],
  ["p", "1:1 A procedure is a `.yml`, `.yaml`, `.md` or `.markdown` file; this one has no extension. Rename it."],
])("%s is no file of ours", (file, message) => {
  expect(said(GOOD, file)).toEqual([message]);
});
