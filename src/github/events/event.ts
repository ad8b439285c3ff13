import type { z } from "zod";
import type { Change } from "../../readiness/change.ts";
import { senderOf } from "./installations.ts";
import type { Envelope, ShortPull } from "./payloads.ts";

/** Who we are on GitHub: needed to tell our own doings from other people's. */
export interface Self {
  readonly appId: number;
  readonly slug: string;
  /** Address of GitHub's REST API that we were told to use. */
  readonly githubApiUrl: string;
}

export const isUs = (person: Envelope["sender"] | undefined, self: Self): boolean =>
  person?.login === `${self.slug}[bot]`;

/** How the payload of one event is read. */
export interface EventReader {
  readonly schema: z.ZodType;
  readonly read: (payload: unknown, self: Self) => readonly Change[];
  /** Why nothing can be made of a payload that has the right shape; people's words without anything secret. */
  readonly problem?: (payload: unknown, self: Self) => string | undefined;
}

/** What is particular to a change; the rest is the same for every event. */
export type Rest = Omit<Change, "event" | "action" | "installationId" | "repository" | "sender" | "pulls" | "shas"> &
  Partial<Pick<Change, "pulls" | "shas">>;

/** Reads an event that can lead to any number of changes. */
export const readerOfMany = <Payload extends z.ZodType<Envelope>>(
  event: string,
  schema: Payload,
  rest: (payload: z.output<Payload>, self: Self) => readonly Rest[],
): EventReader => ({
  schema,
  read: (input, self) => {
    const { data } = schema.safeParse(input);
    if (data?.installation === undefined || data.repository === undefined) return [];
    const { action, installation, repository, sender } = data;
    const common = {
      event,
      action: action ?? null,
      installationId: installation.id,
      repository: { id: repository.id, owner: repository.owner.login, name: repository.name },
      sender: senderOf(sender),
      pulls: [],
      shas: [],
    };
    return rest(data, self).map((what) => ({ ...common, ...what }));
  },
});

/** Reads an event that leads to one change or none. */
export const readerOf = <Payload extends z.ZodType<Envelope>>(
  event: string,
  schema: Payload,
  rest: (payload: z.output<Payload>, self: Self) => Rest | undefined,
): EventReader =>
  readerOfMany(event, schema, (payload, self) => {
    const what = rest(payload, self);
    return what === undefined ? [] : [what];
  });

/** GitHub leaves this list empty for forks, hence the commit beside it, and lists pull requests to other repositories too. */
export const shortPulls = (
  pulls: readonly ShortPull[] | undefined,
  repository: Envelope["repository"],
): Change["pulls"] =>
  (pulls ?? [])
    .filter(({ base }) => base?.repo === undefined || base.repo.id === repository?.id)
    .map(({ number }) => ({ number }));
