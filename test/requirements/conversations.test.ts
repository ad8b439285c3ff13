import { describe, expect, test } from "@jest/globals";
import { judge, shown } from "./judging.ts";

const thread = (path: string, resolved: boolean) => ({ path, resolved });

describe("conversations", () => {
  test.each([
    { title: "none", threads: [], is: "met" },
    { title: "resolved", threads: [thread("a", true)], is: "met" },
    { title: "open", threads: [thread("a", true), thread("b", false)], is: "unmet conversations/open" },
    { title: "not asked for", threads: undefined, is: "error conversations/unknown" },
  ])("$title: $is", ({ threads, is }) => {
    expect(shown(judge("conversations", threads === undefined ? {} : { threads }))).toBe(is);
  });

  test("says where", () => {
    const threads = [thread("src/a.ts", false), thread("src/a.ts", false), thread("src/b.ts", false)];
    expect(judge("conversations", { threads, author: null })).toMatchObject({
      reason: "3 conversations are open, on `src/a.ts` and `src/b.ts`.",
      short: "3 open conversations",
    });
    expect(judge("conversations", { threads: [thread("x", false)] })).toMatchObject({
      reason: "1 conversation is open, on `x`.",
    });
  });
});
