import type { Organisations, SubjectRef } from "../readiness/ports.ts";
import { CONFIG_PATH, placeKey } from "../readiness/policy-places.ts";
import type { Gathered } from "./gathered.ts";

const CONFIG = placeKey({ where: "organisation", path: CONFIG_PATH });

interface Sight {
  readonly subject: Pick<SubjectRef, "installationId">;
  readonly gathered: Pick<Gathered, "policyFiles">;
}

/**
 * Remembers whether the organisation has a config. One that is known to be there and can't be read any more is marked as lost: it must
 * not be taken for one that is not there.
 */
export const noteOrganisation = async (organisations: Organisations, { subject, gathered }: Sight): Promise<void> => {
  const file = gathered.policyFiles.get(CONFIG);
  if (file === undefined || file.absence === "lost") return;
  const { installationId } = subject;
  if (file.absence === undefined) return organisations.note(installationId, { hasConfig: file.oid !== null });
  if (await organisations.hasConfig(installationId)) gathered.policyFiles.set(CONFIG, { ...file, absence: "lost" });
};
