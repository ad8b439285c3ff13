import type { Requirement } from "../requirements/define.ts";
import type { Sourced } from "./build.ts";
import type { Finding } from "./finding.ts";
import { printed, type Printed } from "./leaves.ts";
import { everyStep, type Phase, type Procedure } from "./model.ts";

/** Words a procedure may hold already and that this version only answers with an error: their author should learn it here, not from the gate. */
export const notYetJudged = (sourced: Sourced): readonly Finding[] =>
  sourced.procedure.phases.filter(isBeforeMerge).flatMap((phase) => [
    ...everyStep(phase.steps).flatMap(({ id, require }) =>
      warnings(require, { sourced, phase, source: sourced.steps.get(id) ?? sourced.source, owner: "step" }),
    ),
    ...(phase.gate === undefined
      ? []
      : warnings(phase.gate, {
          sourced,
          phase,
          source: sourced.phases.get(phase.id) ?? sourced.source,
          owner: "phase",
        })),
  ]);

/** Later phases are not judged at all in this version, so nothing of them blocks. */
const isBeforeMerge = ({ blocks, starts }: Phase): boolean => blocks !== "deploy" && starts === undefined;

interface Placed {
  readonly sourced: Sourced;
  readonly phase: Phase;
  readonly source: Sourced["source"];
  readonly owner: "step" | "phase";
}

const warnings = (requirement: Requirement, placed: Placed): readonly Finding[] => {
  const all = printed(requirement);
  const { phase, owner, source, sourced } = placed;
  const alone = !all.some(({ kind }) => kind === "any");
  const effect = phase.blocks === "merge" ? `so this ${owner} blocks` : `so this ${owner} stays open`;
  return [...new Set(all.flatMap((one) => wordsOf(one, sourced.procedure)))].map((word) => ({
    code: "procedure/not-yet",
    severity: "warning",
    message: `This version of Gatehouse can't judge \`${word}\` yet, ${alone ? effect : "so it never counts as met"}.`,
    file: source.file,
    ...source.at,
  }));
};

const wordsOf = ({ kind, settings }: Printed, { subject }: Procedure): readonly string[] => {
  if (typeof settings !== "object" || settings === null) return [];
  const given = new Map<string, unknown>(Object.entries(settings));
  return SETTINGS[kind]?.(given, subject) ?? [];
};

/** Settings that a kind knows and does not judge, by kind. */
const SETTINGS: Readonly<Record<string, (given: ReadonlyMap<string, unknown>, subject: string) => readonly string[]>> =
  {
    section: (given, subject) => {
      const of = given.get("of");
      return typeof of === "string" && of !== subject ? [`of: ${of}`] : [];
    },
    signoff: (given) => {
      const via = given.get("via");
      return Array.isArray(via) && !via.includes("review") ? ["via: command"] : [];
    },
  };
