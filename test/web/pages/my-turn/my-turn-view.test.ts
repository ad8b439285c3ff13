import { expect, test } from "@jest/globals";
import type { StepVerdict } from "../../../../src/evaluation/verdict.ts";
import type { Standing } from "../../../../src/readiness/standing.ts";
import { myTurnView } from "../../../../src/web/pages/my-turn/my-turn-view.ts";
import { BREAKING } from "../subject/standing.ts";
import { newsOf, stood } from "../../../store/standing-news.ts";
import { stepVerdict, verdictOf } from "../../../readiness/standings/verdicts.ts";

const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 6, hour));

const step = (id: string, ...people: readonly string[]): StepVerdict =>
  stepVerdict({ id, title: `Step ${id}`, actors: [{ kind: "role", role: "qa", people }] });

const standing = (number: number, steps: readonly StepVerdict[], about: Partial<Standing> = {}): Standing =>
  stood(newsOf(5, number, { standing: { verdict: verdictOf(steps) } }).standing, { changedAt: at(9), ...about });

const repositories = [{ id: 5, owner: "acme-inc", name: "the store", permission: "read" }] as const;
const view = (...standings: readonly Standing[]) => myTurnView(standings, { login: "Quinn", repositories, page: 1 });

test("the longest wait comes first, in a pull request as well as among them", () => {
  const { turns, all } = view(
    standing(1, [step("a", "quinn"), step("b", "quinn")], { since: { "release/a": at(7), "release/b": at(5) } }),
    standing(2, [step("a", "quinn")], { since: { "release/a": at(3) } }),
  );
  expect(turns.map(({ standing: { number }, since }) => [number, since])).toEqual([
    [2, at(3)],
    [1, at(5)],
  ]);
  expect(turns[1]?.steps.map(({ title }) => title)).toEqual(["Step b", "Step a"]);
  expect(all).toEqual({ turns: 2, steps: 3 });
});

test("only what waits for the person is shown, under the repository's name of today", () => {
  const { turns } = view(standing(1, [step("a", "mona"), step("b", "quinn")]), standing(2, [step("a", "mona")]));
  expect(turns).toHaveLength(1);
  expect(turns[0]).toMatchObject({
    path: "/r/acme-inc/the%20store/pull/1",
    steps: [{ title: "Step b", procedure: "Release", href: "/r/acme-inc/the%20store/pull/1#step-release-b" }],
  });
});

test("of a repository that the person can't read nothing is shown, whatever was found", () => {
  expect(view(standing(1, [step("a", "quinn")], { repositoryId: 6 })).turns).toEqual([]);
});

test("what somebody's own pull request would break comes before its steps", () => {
  const proposed = [...BREAKING, ...BREAKING];
  const { turns, all } = view(
    standing(1, [step("a", "quinn")], { author: "quinn", proposed, since: { "release/a": at(3), config: at(7) } }),
    standing(2, [], { author: "ada", proposed }),
    standing(3, [], { author: "quinn", proposed: BREAKING.slice(0, 1) }),
  );
  expect(turns).toMatchObject([
    {
      since: at(3),
      steps: [
        {
          title: "Configuration error: mend what it would break",
          what: "`.github/procedures/p.yml:3`: Wrong `key`. And 1 more.",
          since: at(7),
          href: "/r/acme-inc/the%20store/pull/1#proposed-title",
        },
        { title: "Step a" },
      ],
    },
  ]);
  expect(all).toEqual({ turns: 1, steps: 2 });
});

test.each([
  { page: 1, shown: 1, first: 1 },
  { page: 3, shown: 3, first: 41 },
  { page: 9, shown: 3, first: 41 },
  { page: -1, shown: 1, first: 1 },
])("of 60, page $page begins with number $first", ({ page, shown, first }) => {
  const many = Array.from({ length: 60 }, (_, index) =>
    standing(index + 1, [step("a", "quinn")], { since: { "release/a": at(index) } }),
  );
  const found = myTurnView(many, { login: "quinn", repositories, page });
  expect(found).toMatchObject({ page: shown, pages: 3, all: { turns: 60, steps: 60 } });
  expect(found.turns[0]?.standing.number).toBe(first);
});

test("of many steps in one place the first are shown, and all are counted", () => {
  const steps = ["a", "b", "c", "d", "e", "f"].map((id) => step(id, "quinn"));
  const found = view(standing(1, steps));
  expect(found.turns).toMatchObject([{ more: 3, steps: { length: 3 } }]);
  expect(found.all.steps).toBe(6);
});
