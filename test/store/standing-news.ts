import type { Verdict } from "../../src/evaluation/verdict.ts";
import type { Standing } from "../../src/readiness/standing.ts";
import type { StandingNews } from "../../src/readiness/standings/ports.ts";
import type { Store } from "../../src/store/open-store.ts";

/** A verdict of no procedure. */
export const NOTHING: Verdict = {
  stage: "merge",
  mode: "enforce",
  procedures: [],
  gates: [],
  findings: [],
  evaluatedAt: new Date("2026-03-06T16:00:00Z"),
};

/** What a turn tells of a pull request of `acme/shop`. */
export const newsOf = (
  repositoryId: number,
  number: number,
  about: Partial<Omit<StandingNews, "standing">> & { readonly standing?: Partial<StandingNews["standing"]> } = {},
): StandingNews => ({
  times: {},
  ended: [],
  awaited: [],
  dueAt: undefined,
  at: NOTHING.evaluatedAt,
  ...about,
  standing: {
    key: `repo:${repositoryId}/pull:${number}`,
    installationId: 7,
    repositoryId,
    owner: "acme",
    name: "shop",
    kind: "pull_request",
    number,
    title: "Basket",
    url: `https://github.com/acme/shop/pull/${number}`,
    author: "dev",
    state: "open",
    draft: false,
    headSha: "abc",
    base: "main",
    verdict: NOTHING,
    proposed: [],
    toDo: 1,
    followed: true,
    ...about.standing,
  },
});

/** The same as pages read it. */
export const stood = (standing: StandingNews["standing"], about: Partial<Standing> = {}): Standing => ({
  ...standing,
  since: {},
  outdated: false,
  judgedAt: standing.verdict.evaluatedAt,
  changedAt: standing.verdict.evaluatedAt,
  ...about,
});

/** Tells it as a turn does. */
export const tell = async (
  store: Pick<Store, "subjects">,
  news: StandingNews,
  memory: object = { stands: "digest" },
): Promise<void> => {
  const { key, kind, installationId, repositoryId, owner, name, number } = news.standing;
  await store.subjects.upsert({ key, kind, installationId, repositoryId, owner, name, number, state: "open" });
  await store.subjects.remember(key, memory, news);
};
