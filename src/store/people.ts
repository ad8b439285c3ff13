import { sql } from "kysely";
import type { Selection } from "./tips.ts";

/** People of an organisation that came or went. */
export interface PeopleChange {
  readonly installationId: number;
  readonly organization: string;
  readonly reach: { readonly team: string } | "teams" | "everybody";
}

/** Teams of the pipeline's memory; memories of older releases have none, and then any role may rest on any team. */
const TEAMS = sql`case jsonb_typeof(memory -> 'teams') when 'array' then memory -> 'teams' else '[]' end`;
const HAS_ROLES = sql<boolean>`coalesce(memory -> 'needs' -> 'roles', '[]') <> '[]'`;
const HAS_REVIEWS = sql<boolean>`coalesce(memory -> 'needs' -> 'facts' @> '["reviews"]', false)`;

/** What is followed and was last judged by these people, or may have been. */
export const askingFor = (select: Selection, { installationId, organization, reach }: PeopleChange) =>
  select
    .where("installation_id", "=", installationId)
    .where("state", "!=", "closed")
    .where(sql<boolean>`(memory is null or ${meant(organization.toLowerCase(), reach)})`);

const meant = (organization: string, reach: PeopleChange["reach"]) => {
  if (reach === "everybody") return sql<boolean>`(${HAS_ROLES} or ${HAS_REVIEWS})`;
  const isMeant =
    reach === "teams"
      ? sql<boolean>`starts_with(team, ${`${organization}/`})`
      : sql<boolean>`team = ${`${organization}/${reach.team.toLowerCase()}`}`;
  return sql<boolean>`((memory -> 'teams' is null and ${HAS_ROLES})
    or exists (select from jsonb_array_elements_text(${TEAMS}) as team where ${isMeant}))`;
};
