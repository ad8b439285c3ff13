import type { z } from "zod";
import type { PeopleChange } from "../../readiness/people.ts";
import { readerOf, type EventReader } from "./event.ts";
import { OrganizationPayload, TeamPayload, MemberPayload } from "./payloads.ts";

/** Who may do what in one repository: a collaborator came, went or got another role. https://docs.github.com/en/webhooks/webhook-events-and-payloads#member */
export const member = readerOf("member", MemberPayload, () => ({ everyFollowed: true, touches: "people" }));

/** A team got, lost or changed its access to one repository; what changes the team itself is told by {@link peopleOf}. */
export const team = readerOf("team", TeamPayload, ({ action = "" }) =>
  OF_TEAM.has(action) && action !== "edited" ? undefined : { everyFollowed: true, touches: "people" },
);

/** Of these payloads nothing is about one repository. */
const nowhere = (schema: z.ZodType): EventReader => ({ schema, read: () => [] });
export const membership = nowhere(TeamPayload);
export const organization = nowhere(OrganizationPayload);

/** What an event says of people in a whole organisation; undefined where that can't matter to anyone. */
export const peopleOf = (name: string, payload: unknown): PeopleChange | undefined => {
  switch (name) {
    case "membership":
      return ofMembership(payload);
    case "team":
      return ofTeam(payload);
    case "organization":
      return ofOrganization(payload);
    default:
      return undefined;
  }
};

/** A team's members are those of the teams below it, too; only the next one above is told. */
const ofMembership = (payload: unknown): PeopleChange | undefined => {
  const { data } = TeamPayload.safeParse(payload);
  if (data?.installation === undefined || data.organization === undefined) return undefined;
  const isNested = data.team?.parent != null;
  const slug = data.team?.slug;
  return {
    event: "membership",
    action: data.action ?? null,
    installationId: data.installation.id,
    organization: data.organization.login,
    reach: slug === undefined || isNested ? "teams" : { team: slug },
  };
};

/** Another name is another slug, and a team goes with those above it. */
const OF_TEAM: ReadonlySet<string> = new Set(["created", "deleted", "edited"]);

const ofTeam = (payload: unknown): PeopleChange | undefined => {
  const { data } = TeamPayload.safeParse(payload);
  if (data?.installation === undefined || data.organization === undefined) return undefined;
  const { action = "", installation, organization: of } = data;
  if (!OF_TEAM.has(action)) return undefined;
  return { event: "team", action, installationId: installation.id, organization: of.login, reach: "teams" };
};

/** Who leaves an organisation leaves its teams and most of its repositories. */
const ofOrganization = (payload: unknown): PeopleChange | undefined => {
  const { data } = OrganizationPayload.safeParse(payload);
  if (data?.installation === undefined || data.action !== "member_removed") return undefined;
  const { action, installation, organization: of } = data;
  return { event: "organization", action, installationId: installation.id, organization: of.login, reach: "everybody" };
};
