import { describe, expect, test } from "@jest/globals";
import type { Client } from "../../../src/github/client.ts";
import { rememberingCompares } from "../../../src/github/deploy/between.ts";
import { GithubError } from "../../../src/github/errors.ts";

const REPOSITORY = { installationId: 1, repositoryId: 2, owner: "acme", name: "shop" };

type Get = (parameters: Readonly<Record<string, unknown>>) => unknown;

/** A client that answers reads alone, and counts them. */
const clientAnswering = (get: Get) => {
  const asked: unknown[] = [];
  const client: Client = {
    appId: 7,
    query: () => Promise.reject(new Error("no query is expected")),
    write: () => Promise.reject(new Error("nothing is to be written")),
    change: () => Promise.reject(new Error("nothing is to be changed")),
    get: async (_route, parameters) => {
      asked.push(parameters["page"]);
      return get(parameters);
    },
  };
  return { client, asked };
};

const commits = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ sha: `c${from + index}` }));

/** As GitHub does: without paging the newest 250, with it the oldest first. */
const listing = (total: number): Get => {
  return ({ page, per_page: size }) => {
    const all = commits(0, total);
    const from = (Number(page) - 1) * Number(size);
    const some = page === undefined ? all.slice(-250) : all.slice(from, from + Number(size));
    return { status: "ahead", total_commits: total, commits: some };
  };
};

const short: Get = (parameters) => ({
  status: "ahead",
  total_commits: 300,
  commits: commits(0, 40),
  ...parameters,
});

const asked = { base: "a", head: "b" };

describe("a comparison", () => {
  test.each([
    { total: 1, calls: 1 },
    { total: 250, calls: 1 },
    { total: 251, calls: 2 },
    { total: 350, calls: 2 },
    { total: 351, calls: 3 },
    { total: 5000, calls: 49 },
  ])("of $total commits takes $calls calls", async ({ total, calls }) => {
    const github = clientAnswering(listing(total));
    const found = await rememberingCompares().between(github.client, REPOSITORY, asked);
    expect(found?.shas.toSorted()).toEqual(
      commits(0, total)
        .map(({ sha }) => sha)
        .toSorted(),
    );
    expect(github.asked).toHaveLength(calls);
  });

  test("of more than 5,000 is not gone through", async () => {
    const github = clientAnswering(listing(5001));
    const found = await rememberingCompares().between(github.client, REPOSITORY, asked);
    expect(found).toEqual({ status: "ahead", total: 5001, shas: [] });
    expect(github.asked).toHaveLength(1);
  });

  test("is asked for once, and again for other commits or another repository", async () => {
    const github = clientAnswering(listing(3));
    const compare = rememberingCompares().between;
    for (const _again of [1, 2]) await compare(github.client, REPOSITORY, asked);
    expect(github.asked).toHaveLength(1);
    await compare(github.client, REPOSITORY, { base: "b", head: "a" });
    await compare(github.client, { ...REPOSITORY, repositoryId: 3 }, asked);
    expect(github.asked).toHaveLength(3);
  });

  test("of a commit with itself costs nothing", async () => {
    const github = clientAnswering(listing(3));
    const found = await rememberingCompares().between(github.client, REPOSITORY, { base: "a", head: "a" });
    expect(found).toEqual({ status: "identical", total: 0, shas: [] });
    expect(github.asked).toEqual([]);
  });

  test("whose list stays short is short, ends, and is asked for again", async () => {
    const github = clientAnswering(short);
    const compare = rememberingCompares().between;
    const found = await compare(github.client, REPOSITORY, asked);
    expect(found).toMatchObject({ total: 300, shas: { length: 40 } });
    expect(github.asked).toEqual([undefined, 1, 2, 3]);
    await compare(github.client, REPOSITORY, asked);
    expect(github.asked).toHaveLength(8);
  });

  test("of a commit that is gone is none, and is asked for again", async () => {
    const github = clientAnswering(() => {
      throw new GithubError("not found", 404);
    });
    const compare = rememberingCompares().between;
    expect(await compare(github.client, REPOSITORY, asked)).toBeUndefined();
    expect(await compare(github.client, REPOSITORY, asked)).toBeUndefined();
    expect(github.asked).toHaveLength(2);
  });

  test("that fails otherwise throws", async () => {
    const github = clientAnswering(() => {
      throw new GithubError("bad gateway", 502);
    });
    await expect(rememberingCompares().between(github.client, REPOSITORY, asked)).rejects.toMatchObject({
      status: 502,
    });
  });
});

describe("how two commits stand to each other", () => {
  test("is one call for a page without files, whatever lies between, and is asked for once", async () => {
    const github = clientAnswering(listing(5001));
    const { relation } = rememberingCompares();
    for (const _again of [1, 2]) expect(await relation(github.client, REPOSITORY, asked)).toBe("ahead");
    expect(github.asked).toEqual([2]);
  });

  test("is told of a commit and itself without a call, and not of one that is gone", async () => {
    const github = clientAnswering(() => {
      throw new GithubError("not found", 404);
    });
    const { relation } = rememberingCompares();
    expect(await relation(github.client, REPOSITORY, { base: "a", head: "a" })).toBe("identical");
    expect(await relation(github.client, REPOSITORY, asked)).toBeUndefined();
  });
});
