import { globs } from "../evidence/patterns.ts";
import type { ChangedFile, DocumentFile, Snapshot } from "../evidence/snapshot.ts";
import { filled } from "../markdown/filled.ts";
import type { Judging } from "./judging.ts";
import { undetermined, type Evidence } from "./outcome.ts";
import { partOf, sectionsNamed, unfilled } from "./parts.ts";
import { markdownAt } from "./paths.ts";
import { planFlaw, type Plan } from "./plan.ts";
import { rehearsedUntil } from "./plan-rehearsal.ts";
import { readMarkdown } from "./reading.ts";
import type { RollbackPlanSettings } from "./rollback-plan.ts";
import { deciding, type Route } from "./routes.ts";
import { quote } from "./wording.ts";

/** What the ways to give a rollback plan are judged by. */
export interface PlanCase {
  readonly settings: RollbackPlanSettings;
  readonly facts: Snapshot;
  readonly judging: Judging;
  /** The changed file because of which the plan must speak of data. */
  readonly changesData: string | undefined;
}

/** The first changed file that makes the plan stricter; leaving such a path counts as well. */
export const reasonsForData = (
  { stricter_for }: Pick<RollbackPlanSettings, "stricter_for">,
  files: readonly ChangedFile[],
): string | undefined => {
  if (stricter_for === false) return undefined;
  const known = dataPaths.get(files) ?? new Map<string, string | undefined>();
  dataPaths.set(files, known);
  const key = stricter_for.join("\n");
  if (!known.has(key)) known.set(key, firstPath(files, globs(stricter_for)));
  return known.get(key);
};

/** Looked for once in thousands of files, however many steps ask. */
const dataPaths = new WeakMap<readonly ChangedFile[], Map<string, string | undefined>>();

const firstPath = (files: readonly ChangedFile[], matches: (path: string) => boolean): string | undefined =>
  files
    .flatMap(({ path, previous }) => (previous === undefined ? [path] : [path, previous]))
    .find((path) => matches(path));

/** A section of the description; an untouched template is none. */
export const planInDescription = ({ settings, facts, judging, changesData }: PlanCase): Route => {
  if (settings.section === false) return { state: "absent" };
  const templates = facts.templates ?? [];
  const part = partOf(facts.body, { names: settings.section, where: "the description", templates });
  if (part.state === "missing") return { state: "absent" };
  if (part.state === "unfilled") return { ...part, state: "flawed", code: "unfilled" };
  if (part.state === "illegible") return part;
  const { section } = part;
  const subject = `The section ${quote(section.heading)} of the description`;
  const inTemplates = templates.flatMap((template) =>
    sectionsNamed(template, [section.heading, ...(settings.section === false ? [] : settings.section)]).map(
      ({ text }) => text,
    ),
  );
  const plan = { subject, text: facts.body, section, templates: inTemplates, settings, changesData, now: judging.now };
  return planFlaw(plan) ?? metUntil(plan, { reason: `${subject} holds the rollback plan (line ${section.line}).` });
};

const metUntil = (plan: Plan, said: { readonly reason: string; readonly evidence?: readonly Evidence[] }): Route => {
  const until = rehearsedUntil(plan);
  return { state: "met", ...said, ...(until === undefined ? {} : { wakeAt: until }) };
};

/** A file at the head; of several that a glob means, one good plan is enough. */
export const planInFile = (of: PlanCase): readonly Route[] => {
  const { settings, facts, judging } = of;
  if (settings.path === undefined) return [];
  const found = markdownAt(settings.path, { kind: "rollback-plan", snapshot: facts, judging });
  if (found.ok) return [deciding(found.files.map((file) => fileRoute(file, of)))];
  const { outcome } = found;
  if (outcome.state === "error") return [{ state: "error", outcome }];
  return outcome.state === "met"
    ? []
    : [{ state: "flawed", code: "parameter", reason: outcome.reason, remedy: outcome.remedy }];
};

const fileRoute = (file: DocumentFile, { settings, judging, changesData }: PlanCase): Route => {
  if (file.text === null) return unreadable(file);
  const subject = quote(file.path);
  const allNodes = readMarkdown(file.text).root.children;
  const answer = filled({ allNodes, line: 1 });
  if (!answer.filled) return { ...unfilled(answer, subject, `in ${subject}`), state: "flawed", code: "unfilled" };
  const section = { line: 0, endLine: Number.POSITIVE_INFINITY, depth: 0, allNodes, text: file.text };
  const plan = { subject, text: file.text, section, templates: [], settings, changesData, now: judging.now };
  const evidence = [{ text: file.path, ...(file.url === undefined ? {} : { url: file.url }) }];
  return planFlaw(plan) ?? metUntil(plan, { reason: `${subject} holds the rollback plan.`, evidence });
};

const unreadable = ({ path, problem = "it could not be read" }: DocumentFile): Route => ({
  state: "error",
  outcome: undetermined({
    code: "rollback-plan/unreadable",
    reason: `${quote(path)} can't be judged: ${problem}.`,
    remedy: `Make ${quote(path)} a text file under 1 MB.`,
    short: "rollback plan unreadable",
  }),
});
