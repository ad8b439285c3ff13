import type { Policy } from "../procedures/policy.ts";
import { printed } from "../procedures/leaves.ts";
import { everyStep } from "../procedures/model.ts";
import { stepsOf } from "./judge-phase.ts";
import type { Verdict } from "./verdict.ts";

/** A step's demand that a role signs off. */
export interface AskedSignoff {
  readonly role: string;
  readonly notAuthor: boolean;
  readonly byCommand: boolean;
}

/** Every sign-off of a role that steps of the applying procedures ask for. */
export const askedSignoffs = ({ procedures }: Policy, verdict: Verdict): readonly AskedSignoff[] => {
  const applying = new Set(verdict.procedures.filter(({ applies }) => applies).map(({ id }) => id));
  return procedures
    .filter(({ procedure }) => applying.has(procedure.id))
    .flatMap(({ procedure }) => procedure.phases.flatMap((phase) => everyStep(stepsOf(phase))))
    .flatMap(({ require }) => printed(require))
    .flatMap(({ kind, settings }) => (kind === "signoff" ? demandOf(settings) : []));
};

const demandOf = (settings: unknown): readonly AskedSignoff[] => {
  if (typeof settings !== "object" || settings === null || !("role" in settings)) return [];
  const { role } = settings;
  if (typeof role !== "string") return [];
  const notAuthor = !("not_author" in settings) || settings.not_author !== false;
  const byCommand = !("via" in settings) || !Array.isArray(settings.via) || settings.via.includes("command");
  return [{ role, notAuthor, byCommand }];
};
