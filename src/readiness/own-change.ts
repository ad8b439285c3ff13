import type { Change } from "./change.ts";
import type { RepositoryRef } from "./ports.ts";
import type { Delivered } from "./inbox.ts";

/** What a change of Gatehouse's own is about; what it leaves out, no event told either. */
export type OwnChange = Pick<Change, "event"> & Partial<Omit<Change, "installationId" | "repository" | "sender">>;

/** A change that no delivery brought: Gatehouse itself looks at something (again). It touches whatever it can, unless it says what. */
export const ownChange = (
  { installationId, repositoryId, owner, name }: RepositoryRef,
  { event, ...about }: OwnChange,
): Change => ({
  event,
  action: null,
  installationId,
  repository: { id: repositoryId, owner, name },
  sender: { login: "gatehouse", type: "Bot" },
  pulls: [],
  shas: [],
  touches: "any",
  ...about,
});

/** The same as the inbox takes it, for one subject. */
export const ownDelivery = (
  { installationId, repositoryId, owner, name }: RepositoryRef,
  about: OwnChange,
  { guid, key, receivedAt }: { readonly guid: string; readonly key: string; readonly receivedAt: Date },
): Delivered => ({
  guid,
  event: about.event,
  installationId,
  repositoryId,
  owner,
  name,
  payload: [ownChange({ installationId, repositoryId, owner, name }, about)],
  receivedAt,
  subjects: [key],
});
