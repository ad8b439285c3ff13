import { describe, expect, test } from "@jest/globals";
import { changes } from "./git/changes.ts";
import { ancestors, commitsBetween, mergeBase, mergeFiles } from "./git/history.ts";
import { diffLines } from "./git/lines.ts";
import { type Files, GitStore } from "./git/store.ts";

const store = new GitStore();
const tree = (files: Files): string => store.change(undefined, { files });
const files = (content: Files) => store.files(tree(content));
const commit = (message: string, ...parents: string[]): string =>
  store.writeCommit({
    tree: tree({ f: message }),
    parents,
    message,
    author: { name: "A U Thor", email: "a@example.com", login: "a", date: new Date("2005-04-07T22:13:13Z") },
  }).sha;

describe("objects have the ids git gives them", () => {
  test("a blob", () => expect(store.writeBlob("hello\n")).toBe("ce013625030ba8dba906f756967f9e9ca394464a"));
  test("the empty tree", () => expect(tree({})).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904"));
  test("a tree with a folder, sorted as git sorts", () =>
    expect(tree({ "a.txt": "hello\n", "a/b": "hello\n", "a-c": "hello\n" })).toBe(
      "b39462e19edf5ba27075b37d900ee63786ef804e",
    ));
});

test("history: ancestors, merge base and what one side adds", () => {
  const root = commit("root");
  const left = commit("left", root);
  const right = commit("right", root);
  const right2 = commit("right2", right);
  expect(ancestors(store, right2)).toEqual(new Set([right2, right, root]));
  expect(mergeBase(store, left, right2)).toBe(root);
  expect(commitsBetween(store, left, right2).map(({ message }) => message)).toEqual(["right", "right2"]);
});

test("a three-way merge takes both sides and refuses to choose", () => {
  const base = files({ a: "1", b: "1" });
  const merged = mergeFiles(base, files({ a: "2", b: "1" }), files({ a: "1", c: "1" }));
  expect([...(merged?.keys() ?? [])].toSorted()).toEqual(["a", "c"]);
  expect(mergeFiles(base, files({ a: "2", b: "1" }), files({ a: "3", b: "1" }))).toBeUndefined();
});

const LONG = Array.from({ length: 20 }, (_item, index) => `line ${index}\n`).join("");

test.each<{ title: string; before: Files; after: Files; found: object[] }>([
  {
    title: "added",
    before: {},
    after: { a: "1\n2\n" },
    found: [{ path: "a", status: "added", additions: 2, deletions: 0 }],
  },
  { title: "removed", before: { a: "1\n" }, after: {}, found: [{ path: "a", status: "removed", deletions: 1 }] },
  {
    title: "modified",
    before: { a: "1\n2\n" },
    after: { a: "1\n3\n" },
    found: [{ status: "modified", additions: 1, deletions: 1, patch: "@@ -1,2 +1,2 @@\n 1\n-2\n+3" }],
  },
  {
    title: "moved as it was",
    before: { "x/a": LONG },
    after: { "y/a": LONG },
    found: [{ path: "y/a", previousPath: "x/a", status: "renamed", additions: 0 }],
  },
  {
    title: "moved and changed a little",
    before: { a: LONG },
    after: { b: `${LONG}more\n` },
    found: [{ path: "b", previousPath: "a", status: "renamed", additions: 1 }],
  },
  {
    title: "replaced by something else",
    before: { a: LONG },
    after: { b: "other\n" },
    found: [
      { path: "a", status: "removed" },
      { path: "b", status: "added" },
    ],
  },
  {
    title: "binary",
    before: { a: "\0" },
    after: { a: "\0\0" },
    found: [{ status: "modified", additions: 0, deletions: 0 }],
  },
])("a file $title", ({ before, after, found }) => {
  expect(changes(store, tree(before), tree(after))).toMatchObject(found);
});

test("hunks keep three lines of context and count from the right line", () => {
  const lines = LONG.split("\n");
  const { patch } = diffLines(LONG, lines.with(9, "new").join("\n"));
  expect(patch).toBe(
    ["@@ -7,7 +7,7 @@", " line 6", " line 7", " line 8", "-line 9", "+new", " line 10", " line 11", " line 12"].join(
      "\n",
    ),
  );
});
