import { globs, nameGlobs } from "../evidence/patterns.ts";
import type { FactName } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { stepsOf } from "../evaluation/judge-phase.ts";
import { everyStep } from "../procedures/model.ts";
import type { Change } from "./change.ts";
import type { Memory } from "./memory.ts";
import type { SubjectRef } from "./ports.ts";

/** Whether a change can alter what was last said. When in doubt, yes: a needless read is cheap, a missed one is not. */
export const matters = (
  change: Change,
  memory: Memory | undefined,
  kind: SubjectRef["kind"] = "pull_request",
): boolean => {
  if (memory === undefined) return true;
  if (!memory.configured) return mattersWhereNone(change, memory);
  if (change.touches === "any" || change.touches === "policy") return true;
  if (typeof change.touches === "object") return isMeant(change.touches.label, memory.vocabulary);
  if (change.touches === "tip") return looksAtTip(change, memory, kind);
  const { needs } = memory;
  const facts = FACTS_OF[change.touches];
  return (
    facts === undefined ||
    facts.some((fact) => needs.facts.includes(fact)) ||
    (LISTS_OF[change.touches] ?? []).some((list) => needs[list].length > 0)
  );
};

/** Where there is no config, only one that comes matters, and whoever asks. */
const mattersWhereNone = (change: Change, memory: Memory): boolean => {
  if (change.touches === "any" || change.touches === "policy") return !staysSilent(change, memory);
  return change.act?.kind === "recheck";
};

/** Another title or description, or being a draft or not, brings no config to where there is none. */
const staysSilent = ({ event, action, pulls, texts }: Change, { silentAt }: Memory): boolean => {
  const isAboutIt = texts !== undefined || action === "ready_for_review" || action === "converted_to_draft";
  return (
    event === "pull_request" &&
    isAboutIt &&
    silentAt !== undefined &&
    pulls.every(
      ({ state, headSha, baseRef }) => state === "open" && headSha === silentAt.headSha && baseRef === silentAt.baseRef,
    )
  );
};

/** Whether checks of another commit changed than the one an issue was judged at: it may have been judged since. */
export const isElsewhere = (
  { touches, shas, issues }: Change,
  { kind, headSha }: { readonly kind: SubjectRef["kind"]; readonly headSha: string | undefined },
): boolean =>
  kind === "issue" && touches === "checks" && issues === undefined && headSha !== undefined && !shas.includes(headSha);

/**
 * Another tip has other checks; of its files those matter that are asked for, which a push may name. A pull request has its checks
 * and most of its documents at a head of its own.
 */
const looksAtTip = ({ paths }: Change, { needs }: Memory, kind: SubjectRef["kind"]): boolean => {
  const isAtTip = kind === "issue";
  if (isAtTip && (needs.facts.includes("checks") || needs.outputs.length > 0)) return true;
  const documents = isAtTip ? [...needs.documents, ...needs.baseDocuments] : needs.baseDocuments;
  return paths === undefined
    ? documents.length > 0
    : documents.some((pattern) => paths.some((path) => globs(pattern)(path)));
};

/** Predicates take wildcards, and what a `!name` leaves out changes the verdict as much as what a name lets in. */
const isMeant = (label: string, vocabulary: Memory["vocabulary"]): boolean =>
  nameGlobs(vocabulary.map((word) => word.replace(/^!/u, "")))(label.toLowerCase());

/** The facts an event can have changed, a review bringing conversations with it; undefined where every evaluation looks at it. */
const FACTS_OF: Readonly<
  Record<Exclude<Change["touches"], "any" | "policy" | "tip" | object>, readonly FactName[] | undefined>
> = {
  reviews: ["reviews", "threads"],
  threads: ["threads"],
  checks: ["checks"],
  linkedIssues: ["linkedIssues", "openIssues", "issueProcedures"],
  deployments: ["deployments"],
  people: ["reviews"],
  comments: undefined,
  milestone: undefined,
};

/** What is asked for by name that an event can have changed. */
const LISTS_OF: Readonly<Record<string, readonly ("environments" | "outputs" | "issues" | "roles")[]>> = {
  checks: ["outputs"],
  linkedIssues: ["issues"],
  deployments: ["environments"],
  people: ["roles"],
};

/** Every word that predicates and requirements of the policy hold, lower-cased. */
export const vocabularyOf = (policy: Policy): string[] => {
  const words = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string") words.add(value.toLowerCase());
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  collect(policy.freezes.map(({ exempt }) => exempt));
  for (const { procedure } of policy.procedures) {
    const steps = procedure.phases.flatMap((phase) => everyStep(stepsOf(phase)));
    collect(procedure.applies);
    collect(procedure.phases.map(({ when }) => when));
    collect(steps.map(({ when, require }) => [when, require]));
  }
  return [...words];
};
