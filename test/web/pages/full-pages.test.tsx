import { expect, test } from "@jest/globals";
import { LedgerEntry } from "../../../src/evidence/ledger.ts";
import { BROKEN_LEVELS, brokenViews } from "../../../src/web/pages/my-turn/broken-view.ts";
import { MyTurnPage } from "../../../src/web/pages/my-turn/my-turn-page.tsx";
import type { TurnView } from "../../../src/web/pages/my-turn/my-turn-view.ts";
import { OrganisationPage } from "../../../src/web/pages/organisation/organisation-page.tsx";
import { mondayOf, organisationView } from "../../../src/web/pages/organisation/organisation-view.ts";
import { readAssets } from "../../../src/web/pages/assets.ts";
import { fitting } from "../../../src/web/pages/fitting.ts";
import type { Visit } from "../../../src/web/pages/visit.ts";
import { phaseVerdict, procedureVerdict } from "../../readiness/standings/verdicts.ts";
import { NOTHING, newsOf, stood } from "../../store/standing-news.ts";
import { html } from "./rendered.ts";

/** Pages of those who have much, with names as long as they may be. */

const NOW = new Date("2026-03-06T16:00:00Z");
const WEEK_MS = 7 * 24 * 3600 * 1000;
const MOST_BYTES = 100 * 1024;
const LONG = "Ein recht langer Titel, wie er vorkommt ".repeat(10);

const assets = readAssets("assets", { "idiomorph.js": "node_modules/idiomorph/dist/idiomorph.min.js" });

const visit: Visit = {
  viewer: undefined,
  signIn: "on",
  path: "/",
  formToken: "x".repeat(64),
  assets,
  githubUrl: "https://github.com",
  now: NOW,
};

const many = <Item,>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

const repositories = many(400, (id) => ({
  id,
  owner: "acme-corporation",
  name: `a-repository-of-theirs-${id}`,
  permission: "write" as const,
}));

/** With everything that it loads. */
const bytesOf = (page: unknown): number => {
  const text = html(page);
  const loaded = assets.files.filter(({ address }) => text.includes(address));
  return loaded.reduce((sum, { content }) => sum + content.length, Buffer.byteLength(text));
};

test("my turn stays small", () => {
  const standing = stood(newsOf(5, 7, { standing: { title: LONG } }).standing);
  const turns = many(20, (index): TurnView => ({
    standing,
    repository: { id: 5, owner: "acme-corporation", name: "a-repository-of-theirs", permission: "write" },
    path: `/r/acme-corporation/a-repository-of-theirs/pull/${index}`,
    anchor: `turn-${index}`,
    since: NOW,
    more: 9,
    steps: many(3, () => ({
      title: LONG,
      procedure: LONG,
      what: LONG.slice(0, 240),
      since: NOW,
      dueAt: NOW,
      href: "/r/acme-corporation/a-repository-of-theirs/pull/7#step-production-launch-alerts",
    })),
  }));
  const view = { turns, page: 1, pages: 3, all: { turns: 70, steps: 900 } };
  const findings = many(9, (index) => ({
    ...({ code: "config/x", severity: "error", message: LONG, column: 1 } as const),
    file: `.github/procedures/${LONG.slice(0, 80)}.yml`,
    line: index,
  }));
  const held = many(20, (repositoryId) => ({ repositoryId, base: "main", held: 99, findings }));
  const broken = brokenViews(held, { repositories, githubUrl: visit.githubUrl });
  expect(broken).toHaveLength(20);
  const shown = { view, broken, repositories: repositories.slice(0, 60), visit, events: "/events" };
  const page = fitting(BROKEN_LEVELS, (most) => <MyTurnPage {...shown} most={most} />);
  expect(bytesOf(page)).toBeLessThan(MOST_BYTES);
});

test("where people wait stays small", () => {
  const waited = { count: 12, medianMs: 5e8, mostMs: 9e9 };
  const weeks = many(26, (index) => new Date(mondayOf(NOW).getTime() - index * WEEK_MS));
  const entry = LedgerEntry.parse({
    act: "waive",
    procedure: "production-launch",
    step: "alerts-and-dashboards-looked-at",
    reason: LONG,
    by: { login: "somebody-with-a-name" },
    at: "2026-03-02T09:30:59Z",
  });
  if (entry.act !== "waive") throw new Error("another act");
  const url = "https://github.com/acme-corporation/a-repository-of-theirs-7/issues/12345";
  const exception = {
    entry,
    repositoryId: 7,
    subject: "pull_request",
    number: 12_345,
    followUp: url,
    dueAt: mondayOf(NOW),
  } as const;
  const phase = phaseVerdict({ id: "after", title: LONG, blocks: null, holdsMerge: false, dueAt: mondayOf(NOW) });
  const procedures = [procedureVerdict({ title: LONG, phases: [phase] })];
  const late = stood(newsOf(7, 9, { standing: { title: LONG, verdict: { ...NOTHING, procedures } } }).standing);
  const view = organisationView({
    owner: "acme-corporation",
    repositories,
    weeks: 26,
    now: NOW,
    waitingNow: many(50, (index) => ({ on: `role:${LONG}${index}`, steps: 900, subjects: 500, since: NOW })),
    bySteps: many(50, (index) => ({ procedure: "production-launch", step: `step-${index}`, title: LONG, ...waited })),
    byPeople: many(50, () => ({ on: `role:${LONG}`, ...waited })),
    byStepsAndWeeks: weeks.flatMap((week) =>
      many(50, (index) => ({ procedure: "production-launch", step: `step-${index}`, week, ...waited })),
    ),
    byPeopleAndWeeks: weeks.map((week) => ({ on: `role:${LONG}`, week, ...waited })),
    byWeeks: weeks.map((week) => ({ week, ...waited })),
    exceptions: many(100, () => exception),
    exceptionsByWeeks: weeks.flatMap((week) =>
      (["waive", "defer", "override", "exempt"] as const).map((act) => ({ week, act, count: 12 })),
    ),
    overdue: many(100, () => late),
  });
  expect(bytesOf(<OrganisationPage view={view} visit={visit} />)).toBeLessThan(MOST_BYTES);
});
