import { parseConfig } from "../procedures/config.ts";
import { isBinding } from "../procedures/organisation.ts";
import type { PolicyFile } from "../readiness/policy-of.ts";
import type { Organisations, SubjectRef } from "../readiness/ports.ts";
import { CONFIG_PATH, placeKey } from "../readiness/policy-places.ts";
import type { Gathered } from "./gathered.ts";

const CONFIG = placeKey({ where: "organisation", path: CONFIG_PATH });

interface Sight {
  readonly subject: Pick<SubjectRef, "installationId">;
  readonly gathered: Pick<Gathered, "policyFiles">;
}

/**
 * Remembers whether the organisation has a config, and whether it locks something. One that is known to be there and can't be read any
 * more is marked as lost: it must not be taken for one that is not there. One that is broken is told what it was before.
 */
export const noteOrganisation = async (organisations: Organisations, { subject, gathered }: Sight): Promise<void> => {
  const file = gathered.policyFiles.get(CONFIG);
  if (file === undefined || file.absence === "lost") return;
  const { installationId } = subject;
  if (file.absence !== undefined) {
    if (await organisations.hasConfig(installationId)) gathered.policyFiles.set(CONFIG, { ...file, absence: "lost" });
    return;
  }
  const binds = bindsOf(file);
  await organisations.note(installationId, { hasConfig: file.oid !== null, binds });
  if (binds !== undefined || !(await organisations.lockedNothing(installationId))) return;
  gathered.policyFiles.set(CONFIG, { ...file, lockedNothing: true });
};

/** Whether it locks something; undefined where nobody can tell. */
const bindsOf = ({ oid, text }: PolicyFile): boolean | undefined => {
  if (oid === null) return false;
  const { config } = text === null ? {} : parseConfig(text, CONFIG_PATH);
  return config === undefined ? undefined : isBinding(config);
};
