import { expect, test } from "@jest/globals";
import { githubFormat } from "../../../src/cli/formats/github.ts";

const finding = { code: "yaml/tab", severity: "error", file: "a.yml", line: 3, column: 5 } as const;
const parsed = { file: "a.yml", id: null, title: null, phases: [] };

test.each([
  {
    title: "plain",
    file: "a.yml",
    message: "Use spaces.",
    line: "::error file=a.yml,line=3,col=5::Use spaces. (yaml/tab)",
  },
  {
    title: "everything that GitHub unescapes",
    file: "odd, 100%:\r\n.yml",
    message: "100%\r\n::stop-commands::x, y: z",
    line: "::error file=odd%2C 100%25%3A%0D%0A.yml,line=3,col=5::100%25%0D%0A::stop-commands::x, y: z (yaml/tab)",
  },
])("a finding is one workflow command: $title", ({ file, message, line }) => {
  const text = githubFormat.parsed({ ...parsed, findings: [{ ...finding, file, message }] });
  expect(text.split("\n")).toEqual([line, "Gatehouse: a.yml is not valid: 1 error.", ""]);
});

test("a warning is a warning", () => {
  const text = githubFormat.parsed({ ...parsed, findings: [{ ...finding, severity: "warning", message: "Hm." }] });
  expect(text).toMatch(/^::warning file=a\.yml,line=3,col=5::Hm\./);
});

test("no text of somebody else becomes a command of its own", () => {
  const answer = { ...parsed, file: "x\n::error::forged ##[add-mask]y", id: "x", title: "##[error]z", findings: [] };
  const text = githubFormat.parsed(answer);
  expect(text.split("\n")).toHaveLength(2);
  expect(text).not.toMatch(/##\[|^::/m);
});
