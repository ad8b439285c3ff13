import { boxesOf, boxMarker } from "../evaluation/boxes.ts";
import { allSteps } from "../evaluation/find-step.ts";
import {
  isDone,
  stepKey,
  type BoxVerdict,
  type PhaseVerdict,
  type ProcedureVerdict,
  type StepVerdict,
  type Verdict,
} from "../evaluation/verdict.ts";
import { code, plain } from "../markdown/escape.ts";
import { counted } from "../requirements/wording.ts";
import { fit, fixed, type Part } from "./fit.ts";
import { prose } from "./prose.ts";

/** Marks the checklist comment among our own; a copy in somebody else's comment means nothing. */
export const CHECKLIST_MARKER = "<!-- gatehouse:checklist -->";

/** The checklist comment: the boxes that people tick, phase by phase. Undefined when no step has a box. */
export const renderChecklist = (verdict: Verdict): string | undefined => render(verdict, new Map());

/** A checklist about to be written over one that people may have edited meanwhile. */
export interface Merging {
  readonly verdict: Verdict;
  /** The comment's text that the verdict knows of; undefined when that is not remembered. */
  readonly seen: string | undefined;
  /** Its text now. */
  readonly fresh: string;
}

/**
 * The checklist with the newest ticks: a box that people changed since the verdict's moment stays as they left it, so that no tick is lost.
 * Where that moment is not remembered, ticks stay and everything else follows the verdict; what was refused is undone.
 */
export const mergeChecklist = ({ verdict, seen, fresh }: Merging): string | undefined => {
  if (seen === fresh) return renderChecklist(verdict);
  const now = boxesOf(fresh);
  const before = seen === undefined ? undefined : boxesOf(seen);
  const newer = [...now].filter(([key, { checked }]) =>
    before === undefined ? checked : checked !== (before.get(key)?.checked ?? false),
  );
  const refused = before === undefined ? refusedKeys(verdict) : new Set<string>();
  return render(
    verdict,
    new Map(newer.filter(([key]) => !refused.has(key)).map(([key, { checked }]) => [key, checked])),
  );
};

/** Boxes whose state people changed after the verdict, by step key. */
type Newer = ReadonlyMap<string, boolean>;

/** What one line of the list depends on besides its step. */
interface Scene {
  readonly stage: Verdict["stage"];
  readonly procedure: string;
  readonly newer: Newer;
  /** Step ids that occur in one procedure only, which is enough to name the step in a command. */
  readonly unique: ReadonlySet<string>;
}

/** Below GitHub's 65,536 characters for a comment: https://docs.github.com/en/rest/issues/comments */
const LIMIT = 60_000;

const FOOT = "\n<sub>Can't tick here? Comment `/gate tick STEP`; the step's name stands below its box.</sub>\n";

const render = (verdict: Verdict, newer: Newer): string | undefined => {
  const unique = uniqueIds(verdict);
  const procedures = verdict.procedures.filter(({ phases }) => phases.some(hasBoxes));
  if (procedures.length === 0) return undefined;
  const parts = procedures.flatMap((procedure) => [
    fixed(`\n### ${plain(procedure.title, 150)}${trial(procedure, verdict)}\n`),
    ...procedure.phases
      .filter(hasBoxes)
      .map((phase) => phasePart(phase, { procedure: procedure.id, newer, unique, stage: verdict.stage })),
  ]);
  return fit([fixed(`${CHECKLIST_MARKER}\n`), ...parts, fixed(FOOT)], LIMIT);
};

const refusedKeys = (verdict: Verdict): ReadonlySet<string> =>
  new Set(
    allSteps(verdict)
      .filter(({ step }) => step.box?.note !== undefined)
      .map(({ procedure, step }) => stepKey(procedure.id, step.id)),
  );

const uniqueIds = (verdict: Verdict): ReadonlySet<string> => {
  const counts = new Map<string, number>();
  for (const { step } of allSteps(verdict))
    counts.set(step.id.toLowerCase(), (counts.get(step.id.toLowerCase()) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count === 1).map(([id]) => id));
};

const trial = ({ mode }: ProcedureVerdict, verdict: Verdict): string =>
  mode === "shadow" && verdict.mode === "enforce" ? " (on trial, holds nothing back)" : "";

const hasBoxes = ({ steps }: PhaseVerdict): boolean => steps.some(isListed);

/** Steps with a box, and those above them. What does not apply is left out, but for options: people can change their mind. */
const isListed = (step: StepVerdict): boolean =>
  (step.box !== undefined && (step.state !== "not-applicable" || step.option === true)) || step.steps.some(isListed);

const phasePart = (phase: PhaseVerdict, scene: Scene): Part => {
  const heading = `\n**${plain(phase.title, 150)}**`;
  if (phase.state === "locked")
    return fixed(`${heading} 🔒 ${counted(boxCount(phase.steps), "box", "boxes")}. ${prose(phase.reason ?? "")}\n`);
  const aside = phase.holdsMerge || scene.stage !== "merge" ? "" : " (merging does not wait for it)";
  return {
    before: `${heading}${aside}\n\n`,
    rows: phase.steps.filter(isListed).flatMap((step) => lines(step, { depth: 0, scene })),
    after: "",
    more: (left) =>
      `\n${counted(left, "more box does", "more boxes do")} not fit here; tick with \`/gate tick STEP\`.\n`,
  };
};

const boxCount = (steps: readonly StepVerdict[]): number =>
  steps.reduce(
    (sum, step) => sum + (step.box === undefined || step.state === "waived" ? 0 : 1) + boxCount(step.steps),
    0,
  );

interface Place {
  readonly depth: number;
  readonly scene: Scene;
}

const lines = (step: StepVerdict, { depth, scene }: Place): readonly (() => string)[] => [
  () => line(step, { depth, scene }),
  ...step.steps.filter(isListed).flatMap((child) => lines(child, { depth: depth + 1, scene })),
];

/** The whole title, because a tick covers the text that was read. */
const line = (step: StepVerdict, { depth, scene }: Place): string => {
  const indent = "  ".repeat(depth);
  const title = plain(step.title, Number.POSITIVE_INFINITY);
  const { box } = step;
  if (box === undefined) return `${indent}- ${title}\n`;
  if (step.state === "waived" || step.state === "deferred")
    return `${indent}- ${title}\n${indent}  <sub>${prose(step.reason)}</sub>\n`;
  const checked = scene.newer.get(stepKey(scene.procedure, step.id)) ?? box.ticked;
  const notes = notesOf(step, { box, scene }).map((note) => `${indent}  ${note}\n`);
  return `${indent}- [${checked ? "x" : " "}] ${title} ${boxMarker(scene.procedure, step.id)}\n${notes.join("")}`;
};

/**
 * GitHub shows each on a line of its own below the box. They stay the same when a box is ticked, so that ticking never makes us
 * write: the page refuses the next tick of somebody whose comment was rewritten under their hands. Who ticked stands in the status.
 */
const notesOf = (step: StepVerdict, { box, scene }: { box: BoxVerdict; scene: Scene }): readonly string[] => {
  if (isDone(step.state) && !box.ticked && step.option !== true) return ["<sub>done without a tick</sub>"];
  const note = box.ticked || box.note === undefined ? [] : [`⚠️ ${prose(box.note)}`];
  return [...note, `<sub>${howTo(step, { box, scene })}</sub>`];
};

const howTo = (step: StepVerdict, { box, scene }: { box: BoxVerdict; scene: Scene }): string => {
  const who = box.role === undefined ? "anyone with write access" : plain(box.role);
  const name = scene.unique.has(step.id.toLowerCase()) ? step.id : stepKey(scene.procedure, step.id);
  return `${who} · ${code(name)}${step.optional ? ` · does it not apply? ${code(`/gate waive ${name} why`)}` : ""}`;
};
