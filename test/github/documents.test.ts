import { describe, expect, test } from "@jest/globals";
import { blobOf, documentPattern, documentsOf, pathsIn, readOf, textOf } from "../../src/github/documents.ts";

const AT = "https://github.test/acme/shop/blob/main";
const blob = (text: string | null, more: object = {}) => ({
  oid: "1",
  byteSize: text?.length ?? 0,
  isBinary: false,
  isTruncated: false,
  text,
  ...more,
});

test.each([
  ["docs/plan.md", "docs/plan.md", "file"],
  ["docs/*.md", "docs", "folder"],
  ["*.md", "", "folder"],
  ["docs/{a,b}/plan.md", "docs", "tree"],
  ["docs/**", "docs", "folder"],
  ["docs/**/plan.md", "docs", "tree"],
  ["docs/\\[a\\].md", "docs/[a].md", "file"],
  ["**/plan.md", "", "tree"],
])("%s is read from %j as a %s", (pattern, root, reach) => {
  expect(documentPattern(pattern)).toEqual({ pattern, root, reach });
});

test("a file or folder is part of the query, what lies deeper is not", () => {
  expect(readOf(documentPattern("docs/a.md"), "abc", "d0")).toMatchObject({
    expression: "abc:docs/a.md",
    select: "text",
  });
  expect(readOf(documentPattern("docs/*.md"), "abc", "d0")).toMatchObject({ expression: "abc:docs", select: "folder" });
  expect(readOf(documentPattern("docs/**/a.md"), "abc", "d0")).toBeUndefined();
});

describe("a blob", () => {
  test.each<[string, object, RegExp]>([
    ["that is binary", blob(null, { isBinary: true }), /binary/],
    ["over 1 MB", blob("x", { byteSize: 1_000_001 }), /larger than 1 MB \(1000001 bytes\)/],
    ["that was cut off", blob("x", { isTruncated: true }), /only a part/],
    ["without its text", blob(null), /only a part/],
    [
      "in Git LFS",
      blob("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
      /pointer to a file in Git LFS/,
    ],
    ["that is a symbolic link", blob("../../docs/plan.md"), /symbolic link/],
    ["that is a symbolic link out of the repository", blob("/etc/gatehouse.yml"), /symbolic link/],
  ])("%s is refused with the reason", (_what, data, reason) => {
    const read = blobOf(data);
    expect(read && textOf(read)).toEqual({ text: null, problem: expect.stringMatching(reason) });
  });

  test("of 1 MB is taken", () => {
    const read = blobOf(blob("x", { byteSize: 1_000_000 }));
    expect(read && textOf(read)).toEqual({ text: "x" });
  });

  test.each(["1.2.3", "1.2.3\n", "See plan.md", "plan.md\n", '{"version":"1.2.3"}'])("of %j is taken", (text) => {
    const read = blobOf(blob(text));
    expect(read && textOf(read)).toEqual({ text });
  });

  test.each([null, undefined, {}, { entries: [] }, { oid: "1" }])("is not what %j is", (data) => {
    expect(blobOf(data)).toBeUndefined();
  });
});

describe("documents", () => {
  test("of a path: the file, or none", () => {
    const pattern = documentPattern("docs/a b.md");
    expect(documentsOf(pattern, blob("A"), AT)).toEqual([
      { path: "docs/a b.md", text: "A", url: `${AT}/docs/a%20b.md` },
    ]);
    expect(documentsOf(pattern, null, AT)).toEqual([]);
  });

  test("of a folder: the files that match", () => {
    const entries = [
      { name: "a.md", type: "blob", object: blob("A") },
      { name: "b.txt", type: "blob", object: blob("B") },
      { name: "c.md", type: "tree", object: {} },
      { name: "d.md", type: "blob", object: null },
    ];
    expect(documentsOf(documentPattern("docs/*.md"), { entries }, AT).map(({ path }) => path)).toEqual(["docs/a.md"]);
    expect(documentsOf(documentPattern("*.txt"), { entries }, AT).map(({ path }) => path)).toEqual(["b.txt"]);
    expect(documentsOf(documentPattern("docs/*.md"), null, AT)).toEqual([]);
  });

  test("of a tree: the paths that match, nothing where GitHub cut the list off", () => {
    const tree = [{ path: "docs/x/plan.md", type: "blob" }, { path: "docs/x", type: "tree" }, { type: "blob" }];
    expect(pathsIn({ truncated: false, tree }, "docs/**/plan.md")).toEqual(["docs/x/plan.md"]);
    expect(pathsIn({ truncated: true, tree }, "docs/**/plan.md")).toBeUndefined();
    expect(() => pathsIn({ message: "Not Found" }, "docs/**")).toThrow("truncated");
  });
});
