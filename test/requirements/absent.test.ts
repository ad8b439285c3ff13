import { expect, test } from "@jest/globals";
import { judge, shown } from "./judging.ts";

const file = (path: string) => ({ path, text: "x" });

test.each([
  ["a.md", { documents: { "a.md": [] } }, "met"],
  ["a.md", { documents: { "a.md": [file("a.md")] } }, "unmet absent/present"],
  [{ path: "{f}.md" }, { documents: { "login.md": [] } }, "met"],
  [{ path: "{g}.md" }, { documents: {} }, "unmet absent/parameter"],
  ["a.md", { documents: { "b.md": [] } }, "error absent/unknown"],
  ["a.md", {}, "error absent/unknown"],
])("%j where there is %j: %s", (path, given, expected) => {
  expect(shown(judge({ absent: path }, given, { parameters: { f: "login" } }))).toBe(expected);
});

test("names what is left, three files at most", () => {
  const files = ["a.md", "b.md", "c.md", "d.md"].map(file);
  expect(judge({ absent: "*.md" }, { documents: { "*.md": files } })).toMatchObject({
    reason: "4 files are still there, such as `a.md`, `b.md` and `c.md`.",
    remedy: "Remove or move `a.md`, `b.md` and `c.md`.",
  });
});
