import { describe, expect, test } from "@jest/globals";
import { COMMANDS } from "../../src/report/commands.ts";
import { KIND_NAMES } from "../../src/requirements/schema.ts";
import { filesIn, read } from "./files.ts";

/** What the documents promise to list, they list whole. */

const guide = read("docs/procedures.md").split("## Reference")[0] ?? "";

/** Headings of the guide that name kinds, such as "### `all`, `any`, `not`". */
const explainedKinds = [...guide.matchAll(/^### (`.*)$/gmu)].flatMap(([, heading = ""]) =>
  [...heading.matchAll(/`([^`]+)`/gu)].map(([, kind = ""]) => kind),
);

const idsIn = (folder: string, ending: string): readonly string[] =>
  filesIn(folder).flatMap((file) => (file.endsWith(ending) ? [file.slice(folder.length + 1, -ending.length)] : []));

const builtins = idsIn("procedures", ".yml");

/** Commands in the first cells of a document's tables. */
const commandsIn = (file: string): readonly string[] =>
  [...read(file).matchAll(/^\| `(\/gate [^`]+)`/gmu)].map(([, usage = ""]) => usage);

test("the guide explains every kind of requirement", () => {
  expect(new Set(explainedKinds)).toEqual(new Set(KIND_NAMES));
});

describe.each(["README.md", "docs/procedures.md"])("%s", (file) => {
  test("lists every procedure that comes with Gatehouse, with its page where it has one", () => {
    const text = read(file);
    const listed = [...text.matchAll(/^\| \[`builtin:([\w-]+)`\]\(([^)]+)\)/gmu)];
    expect(new Set(listed.map(([, id]) => id))).toEqual(new Set(builtins));
    const pages = new Set(idsIn("docs/procedures", ".md"));
    const without = listed.filter(([, id = "", url = ""]) => pages.has(id) && !url.endsWith(`procedures/${id}.md`));
    expect(without.map(([, id]) => id)).toEqual([]);
  });
});

test("what people can say is listed as it is typed", () => {
  expect(new Set(commandsIn("docs/commands.md"))).toEqual(new Set(Object.values(COMMANDS).map(({ usage }) => usage)));
});

test("every guide is linked from the README", () => {
  const readme = read("README.md");
  const guides = filesIn("docs").filter((file) => /^docs\/[\w-]+\.md$/u.test(file));
  expect(guides.filter((file) => !readme.includes(`(${file}`))).toEqual([]);
});

test("the index of decisions lists every record under its title", () => {
  const index = read("docs/decisions/README.md");
  const records = filesIn("docs/decisions").filter((file) => !file.endsWith("README.md"));
  const links = records.map((file) => {
    const [, number = "", title = ""] = /^# (\d+)\. (.*)$/mu.exec(read(file)) ?? [];
    return `${number}. [${title}](${file.slice("docs/decisions/".length)})`;
  });
  expect(links.filter((link) => !index.includes(link))).toEqual([]);
});
