import { describe, expect, test } from "@jest/globals";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";

type Files = NonNullable<Given["files"]>;
const deploy: Files = [{ path: "deploy/shop.yml" }];
const moved: Files = [{ path: "archive/coupons.md", previous: "state/coupons.md", change: "renamed" }];

describe("changed", () => {
  test.each<{ title: string; given: unknown; files: Files; is: string }>([
    { title: "nothing changed", given: "deploy/**", files: [], is: "unmet changed/none" },
    { title: "a file changed", given: "deploy/**", files: deploy, is: "met" },
    { title: "another file changed", given: "deploy/**", files: [{ path: "src/a.ts" }], is: "unmet changed/none" },
    { title: "one of several paths", given: ["helm/**", "deploy/**"], files: deploy, is: "met" },
    { title: "one that is left out", given: ["deploy/**", "!deploy/*.yml"], files: deploy, is: "unmet changed/none" },
    { title: "removed", given: "deploy/**", files: [{ path: "deploy/a", change: "removed" }], is: "met" },
    { title: "moved away", given: { paths: "state/*.md", how: "removed" }, files: moved, is: "met" },
    { title: "moved there", given: { paths: "archive/*.md", how: "added" }, files: moved, is: "met" },
    {
      title: "moved away, not there",
      given: { paths: "state/*.md", how: "added" },
      files: moved,
      is: "unmet changed/none",
    },
    {
      title: "modified, not added",
      given: { paths: "deploy/**", how: ["added", "removed"] },
      files: deploy,
      is: "unmet changed/none",
    },
    { title: "a parameter", given: "state/{feature}.md", files: moved, is: "met" },
    { title: "a parameter without a value", given: "state/{team}.md", files: moved, is: "unmet changed/parameter" },
  ])("$title: $is", ({ given, files, is }) => {
    expect(shown(judge({ changed: given }, { files }, { parameters: { feature: "coupons" } }))).toBe(is);
  });

  test("what was not read is not known", () => {
    expect(shown(judge({ changed: "deploy/**" }))).toBe("error changed/unknown");
  });

  test("says what is missing, and what was found", () => {
    expect(
      judge({ changed: ["deploy/**", "helm/{feature}"] }, { files: [] }, { parameters: { feature: "a" } }),
    ).toEqual({
      state: "unmet",
      code: "changed/none",
      reason: "The pull request has no changed file at `deploy/**` or `helm/a`.",
      remedy: "Make that change in this pull request.",
      short: "change missing",
      actors: [{ kind: "author", login: "ada" }],
    });
    expect(judge({ changed: { paths: "a", how: "added" } }, { files: [] })).toMatchObject({
      reason: "The pull request has no file added at `a`.",
      remedy: "Make that change in this pull request (added).",
    });
    expect(judge({ changed: "deploy/**" }, { files: deploy })).toEqual({
      state: "met",
      reason: "The pull request changes 1 such file: `deploy/shop.yml`.",
      evidence: [{ text: "deploy/shop.yml" }],
    });
  });

  test("describes itself and its needs", () => {
    expect(requirement({ changed: ["a", "b"] }).describe()).toBe("a changed file at `a` or `b`");
    expect(requirement({ changed: { paths: "a", how: ["added", "removed"] } }).describe()).toBe(
      "a file added or removed at `a`",
    );
    expect(requirement({ changed: "a" }).needs().facts).toEqual(["files"]);
  });

  test.each([
    "changed",
    { changed: {} },
    { changed: [] },
    { changed: "/a" },
    { changed: { paths: "a", how: "renamed" } },
  ])("%j is refused", (written) => {
    expect(RequirementSchema.safeParse(written).success).toBe(false);
  });
});
