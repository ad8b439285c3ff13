import { Hono } from "hono";
import { sameName } from "../../../requirements/wording.ts";
import { keeping } from "../../../readiness/deploy/keeping.ts";
import type { StandingsRead } from "../../../readiness/standing.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import type { WaitsRead } from "../../../readiness/waits.ts";
import { missing, viewerOf } from "../answers.tsx";
import type { PageEnv, Visit } from "../visit.ts";
import { OrganisationPage, PERIODS } from "./organisation-page.tsx";
import { firstMonday, firstRecent, organisationView, type OrganisationView } from "./organisation-view.ts";

/** What the page is read from. */
export interface OrganisationReads {
  readonly standings: Pick<StandingsRead, "overdue">;
  readonly waits: WaitsRead;
}

/** The page of an organisation: of an owner of whose repositories the viewer can read none there is nothing. */
export const organisationPages = (reads: OrganisationReads): Hono<PageEnv> => {
  // Nine queries over months: whoever asks again and again waits for one answer.
  const view = keeping({
    ask: (asked: Asked) => viewOf(reads, asked),
    keyOf: ({ userId, repositories, weeks }) => JSON.stringify([userId, weeks, ...repositories.map(({ id }) => id)]),
    keptMs: () => 0,
    now: () => new Date(),
  });
  return new Hono<PageEnv>().get("/o/:owner", async (context) => {
    const { userId, repositories: listed } = viewerOf(context);
    const repositories = (await listed()).filter(({ owner }) => sameName(owner, context.req.param("owner")));
    const [first] = repositories;
    if (first === undefined) return missing(context);
    const { visit } = context.var;
    const weeks = weeksOf(context.req.query("weeks"));
    const shown = await view({ userId, repositories, owner: first.owner, weeks, visit });
    return context.html(<OrganisationPage view={shown} visit={visit} />);
  });
};

const USUAL_WEEKS = 13;

const weeksOf = (asked: string | undefined): number => PERIODS.find((period) => `${period}` === asked) ?? USUAL_WEEKS;

interface Asked {
  readonly userId: number;
  readonly owner: string;
  readonly repositories: readonly ListedRepository[];
  readonly weeks: number;
  readonly visit: Visit;
}

const viewOf = async (
  { standings, waits }: OrganisationReads,
  { owner, repositories, weeks, visit: { now } }: Asked,
): Promise<OrganisationView> => {
  const ids = repositories.map(({ id }) => id);
  const since = firstMonday(now, weeks);
  const recent = firstRecent(now, weeks);
  const [waitingNow, bySteps, byStepsAndWeeks, byPeople, byPeopleAndWeeks, byWeeks] = await Promise.all([
    waits.now(ids),
    waits.bySteps(ids, since),
    waits.byStepsAndWeeks(ids, recent),
    waits.byPeople(ids, since),
    waits.byPeopleAndWeeks(ids, recent),
    waits.byWeeks(ids, since),
  ]);
  const [exceptions, exceptionsByWeeks, overdue] = await Promise.all([
    waits.exceptions(ids, since),
    waits.exceptionsByWeeks(ids, since),
    standings.overdue(ids, now),
  ]);
  const found = { waitingNow, bySteps, byStepsAndWeeks, byPeople, byPeopleAndWeeks, byWeeks };
  const passed = { exceptions, exceptionsByWeeks, overdue };
  return organisationView({ owner, repositories, weeks, now, ...found, ...passed });
};
