import { describe, expect, test } from "@jest/globals";
import type { SubjectRecord } from "../../src/store/subjects.ts";
import { kinds } from "./databases.ts";
import { opened } from "./opened.ts";

const HOUSE = "acme/.github:.github/gatehouse.yml";
const subject = (key: string, rest: Partial<SubjectRecord> = {}): SubjectRecord => ({
  key,
  kind: "pull_request",
  installationId: 7,
  repositoryId: Number(key.split(/[:/]/u)[1]),
  owner: "acme",
  name: "shop",
  state: "open",
  ...rest,
});

const asking = (roles: readonly string[], teams?: readonly string[], facts: readonly string[] = []) => ({
  needs: { roles, facts },
  ...(teams === undefined ? {} : { teams }),
});

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);

  test("what was last seen of an organisation's config is kept by installation", async () => {
    const { organisations } = store();
    expect(await organisations.hasConfig(1)).toBe(false);
    for (const hasConfig of [true, true, false, true]) {
      await organisations.note(1, { hasConfig, binds: false });
      expect(await organisations.hasConfig(1)).toBe(hasConfig);
    }
    expect(await organisations.hasConfig(2)).toBe(false);
  });

  test("whether it locked something is what it was when it could last be read", async () => {
    const { organisations } = store();
    const noted = async (installation: number, hasConfig: boolean, binds?: boolean): Promise<boolean> => {
      await organisations.note(installation, { hasConfig, binds });
      return organisations.lockedNothing(installation);
    };
    expect(await organisations.lockedNothing(3)).toBe(false);
    expect(await noted(3, true)).toBe(false);
    expect(await noted(3, true, false)).toBe(true);
    expect(await noted(3, true)).toBe(true);
    expect(await noted(3, true, true)).toBe(false);
    expect(await noted(3, true)).toBe(false);
    expect(await noted(3, false, false)).toBe(true);
    expect(await noted(3, true)).toBe(true);
  });

  const using = async (paths?: readonly string[], repository = "Acme/.github"): Promise<readonly string[]> =>
    (await store().subjects.usingPolicyOf({ installationId: 7, repositoryId: 9, repository, paths })).map(
      ({ key }) => key,
    );

  test("those whose policy is partly in a repository are found by its files", async () => {
    const rows: readonly (readonly [SubjectRecord, unknown])[] = [
      [subject("repo:1/pull:1"), { policyPaths: [".github/gatehouse.yml", HOUSE] }],
      [subject("repo:1/pull:2"), { policyPaths: ["acme/rules:procedures/x.yml"] }],
      [subject("repo:2/pull:1", { state: "merged" }), { policyPaths: [HOUSE, "acme/.github:procedures/x.yml"] }],
      [subject("repo:2", { kind: "repository", state: "closed" }), { policyPaths: [HOUSE] }],
      [subject("repo:3/pull:1", { state: "closed" }), { policyPaths: [HOUSE] }],
      [subject("repo:4/pull:1", { installationId: 8 }), { policyPaths: [HOUSE] }],
      [subject("repo:5/pull:1"), { policyPaths: "acme/.github:" }],
      [subject("repo:6/pull:1"), undefined],
      [subject("repo:9/pull:1"), { policyPaths: [HOUSE] }],
    ];
    for (const [row, memory] of rows) {
      await store().subjects.upsert(row);
      if (memory !== undefined) await store().subjects.remember(row.key, memory);
    }
    expect(await using([".github/gatehouse.yml"])).toEqual(["repo:1/pull:1", "repo:2", "repo:2/pull:1"]);
    expect(await using(["procedures/x.yml", "README.md"])).toEqual(["repo:2/pull:1"]);
    expect(await using(["README.md"])).toEqual([]);
    expect(await using()).toEqual(["repo:1/pull:1", "repo:2", "repo:2/pull:1"]);
    expect(await using(undefined, "acme/rules")).toEqual(["repo:1/pull:2"]);
    expect(await using(undefined, "acme/rule")).toEqual([]);
  });
  const found = async (reach: { readonly team: string } | "teams" | "everybody") =>
    (await store().subjects.askingFor({ installationId: 9, organization: "Acme", reach })).map(({ key }) =>
      key.replace("repo:20/", ""),
    );

  test("those who are judged by people of an organisation are found by their teams", async () => {
    const rows: readonly (readonly [SubjectRecord, unknown])[] = [
      [subject("repo:20/pull:1", { installationId: 9 }), asking(["qa"], ["acme/qa"])],
      [subject("repo:20/pull:2", { installationId: 9, state: "merged" }), asking(["qa"], ["acme/security"])],
      [subject("repo:20/pull:3", { installationId: 9 }), asking(["qa"], [])],
      [subject("repo:20/pull:4", { installationId: 9 }), asking(["qa"])],
      [subject("repo:20/pull:5", { installationId: 9 }), asking([], [], ["reviews"])],
      [subject("repo:20/pull:6", { installationId: 9 }), asking([], [])],
      [subject("repo:20/pull:7", { installationId: 9, state: "closed" }), asking(["qa"], ["acme/qa"])],
      [subject("repo:20/pull:8", { installationId: 8 }), asking(["qa"], ["acme/qa"])],
      [subject("repo:21/issue:1", { installationId: 9, kind: "issue" }), undefined],
    ];
    for (const [row, memory] of rows) {
      await store().subjects.upsert(row);
      if (memory !== undefined) await store().subjects.remember(row.key, memory);
    }
    expect(await found({ team: "QA" })).toEqual(["pull:1", "pull:4", "repo:21/issue:1"]);
    expect(await found("teams")).toEqual(["pull:1", "pull:2", "pull:4", "repo:21/issue:1"]);
    expect(await found("everybody")).toEqual(["pull:1", "pull:2", "pull:3", "pull:4", "pull:5", "repo:21/issue:1"]);
  });
});
