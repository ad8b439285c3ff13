import { describe, expect, test } from "@jest/globals";
import { Ledger } from "../../src/evidence/ledger.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { jsonPath, readRecord } from "../../src/cli/read-record.ts";
import { WrongUse } from "../../src/cli/wrong-use.ts";

const SUBJECT = '"subject": { "repository": "acme/shop", "number": 42 }';

const shell = (text: string) => ({
  cwd: ".",
  stdin: {
    [Symbol.asyncIterator]: async function* () {
      yield await Promise.resolve(text);
    },
  },
  write: () => undefined,
  complain: () => undefined,
  colour: false,
  env: {},
  now: () => new Date(0),
});

const snapshot = async (text: string) => readRecord("-", { name: "snapshot", schema: Snapshot }, shell(text));
const ledger = async (text: string) => readRecord("-", { name: "ledger", schema: Ledger }, shell(text));

const complaint = async (reading: Promise<unknown>): Promise<string> => {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WrongUse);
  return error instanceof WrongUse ? error.message : "";
};

test.each([
  ["JSON", `{ ${SUBJECT}, "labels": ["urgent"] }`],
  ["JSON with a byte-order mark and CRLF", `\uFEFF{\r\n\t${SUBJECT},\r\n\t"labels": ["urgent"]\r\n}\r\n`],
  ["YAML", "subject: { repository: acme/shop, number: 42 }\nlabels: [urgent]\n"],
])("%s is read, with the defaults of the schema", async (_, text) => {
  const { value: read } = await snapshot(text);
  expect(read.subject).toEqual({ kind: "pull_request", repository: "acme/shop", number: 42 });
  expect({ labels: read.labels, base: read.base, files: read.files }).toEqual({
    labels: ["urgent"],
    base: "main",
    files: undefined,
  });
});

describe("broken JSON: line, column and what to change", () => {
  test.each([
    { title: "a comma too many", text: `{\n  ${SUBJECT},\n}`, place: "3:1", hint: /Remove the comma before it/ },
    {
      title: "a comma missing",
      text: `{\n  ${SUBJECT}\n  "title": "x"\n}`,
      place: "3:3",
      hint: /A comma or colon is missing before it/,
    },
    { title: "a comment", text: `{\n  // why\n  ${SUBJECT}\n}`, place: "2:3", hint: /JSON has no comments/ },
    { title: "single quotes", text: "{ 'subject': 1 }", place: "1:3", hint: /double quotes/ },
    { title: "no quotes", text: "{ subject: 1 }", place: "1:3", hint: /double quotes/ },
    { title: "an end too early", text: `{\n  ${SUBJECT}`, place: "2:57", hint: /ends too early/ },
    { title: "an open quote", text: '{ "title": "abc', place: "1:16", hint: /ends too early/ },
    { title: "something after the end", text: "{} {}", place: "1:4", hint: /can't stand here/ },
    { title: "a line break in a text", text: '{\n  "title": "a\nb"\n}', place: "2:14", hint: /write `\\n` or `\\t`/ },
  ])("$title", async ({ text, place, hint }) => {
    const message = await complaint(snapshot(text));
    expect(message).toContain(`standard input is not valid JSON at ${place}: `);
    expect(message).toMatch(hint);
  });
});

test("broken YAML: line, column and what to change", async () => {
  expect(await complaint(snapshot("subject:\n\trepository: a/b\n"))).toMatch(/not valid YAML at 2:\d+: .*tab/);
});

describe("what does not fit the schema: place, JSONPath and what was expected", () => {
  test.each([
    [
      "unknown key",
      `{ ${SUBJECT},\n  "fils": [] }`,
      /^ {2}2:3 \$\.fils: Unknown key `fils`\. Did you mean `files`\?$/m,
    ],
    ["missing key", "{}", /^ {2}1:1 \$\.subject: `subject` is missing; expected a map/m],
    ["wrong type", `{ ${SUBJECT},\n  "files": "all" }`, /^ {2}2:12 \$\.files: Expected a list, got `all`/m],
    [
      "wrong word",
      `{ ${SUBJECT}, "checks": [\n  { "name": "a", "state": "succes" }] }`,
      /^ {2}2:27 \$\.checks\[0\]\.state: Expected `success`, .*Did you mean `success`\?$/m,
    ],
    [
      "odd key",
      `{ ${SUBJECT},\n  "documents": { "docs/a b.md": [{}] } }`,
      /^ {2}2:34 \$\.documents\["docs\/a b\.md"\]\[0\]\.path: .*missing/m,
    ],
    ["not a map", "[]", /^ {2}1:1 \$: Expected a map/m],
    [
      "in YAML",
      "subject: { repository: acme/shop, number: 42 }\nfiles:\n  - pth: a\n",
      /^ {2}3:5 \$\.files\[0\]\.pth: Unknown key `pth`/m,
    ],
  ])("%s", async (_, text, line) => {
    const message = await complaint(snapshot(text));
    expect(message).toMatch(/^standard input does not fit the snapshot file's schema \(see docs\/snapshots\.md\):$/m);
    expect(message).toMatch(line);
  });

  test("complaints come in the order of the file, twenty at most", async () => {
    const files = Array.from({ length: 30 }, () => "    {}").join(",\n");
    const lines = (await complaint(snapshot(`{ ${SUBJECT},\n  "labels": 1,\n  "files": [\n${files}\n] }`)))
      .split("\n")
      .slice(1);
    expect(lines[0]).toMatch(/^ {2}2:13 \$\.labels/);
    expect(lines.at(-1)).toBe("  … and 11 more");
    expect(lines).toHaveLength(21);
  });

  test("of a ledger", async () => {
    const message = await complaint(
      ledger('[{ "act": "tick", "procedure": "p", "step": "s", "by": "ada", "at": "2026-05-04T09:00:00Z" }]'),
    );
    expect(message).toMatch(/^ {2}1:56 \$\[0\]\.by: Expected a map/m);
  });
});

test.each([
  [[], "$"],
  [["files", 0, "path"], "$.files[0].path"],
  [["documents", 'a "b".md'], String.raw`$.documents["a \"b\".md"]`],
])("the path %j is %s", (path, text) => {
  expect(jsonPath(path)).toBe(text);
});
