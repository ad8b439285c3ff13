import { isOpen, isOption } from "../evaluation/gates.ts";
import { isDone, type PhaseVerdict, type StepState, type StepVerdict, type Verdict } from "../evaluation/verdict.ts";
import { link } from "../markdown/escape.ts";
import { counted } from "../requirements/wording.ts";
import type { Part } from "./fit.ts";
import { byUrgency } from "./left.ts";
import { actorNames } from "./people.ts";
import { clipped, prose } from "./prose.ts";
import { counting, isNow } from "./stage.ts";

/** The open steps of some phases as a table; a locked phase is one row. No part when nothing is open. */
export const openTable = (phases: readonly PhaseVerdict[]): readonly Part[] => {
  const open = byUrgencyOf(phases.flatMap(stepsToShow));
  const locked = phases.filter(({ state }) => state === "locked");
  const rows = [...open.map((step) => () => openRow(step)), ...locked.map((phase) => () => lockedRow(phase))];
  if (rows.length === 0) return [];
  return [
    {
      before: HEAD,
      rows,
      after: "",
      more: (left) => `\n${left} more open ${left === 1 ? "row is" : "rows are"} not shown here.\n`,
    },
  ];
};

/** What counts now and is done, waived, put off or not applicable, folded away with the reasons. No part when there is none. */
export const doneList = (verdict: Verdict): readonly Part[] => {
  const phases = counting(verdict).flatMap((procedure) => procedure.phases.filter((phase) => isNow(verdict, phase)));
  const steps = phases.flatMap((phase) => named(phase.steps)).filter(({ step }) => isDone(step.state));
  if (steps.length === 0) return [];
  const title = doneTally(steps.map(({ step }) => step).filter((step) => !isOption(step)));
  return [
    {
      before: `\n<details><summary>${title}</summary>\n\n`,
      rows: steps.map((one) => () => doneRow(one)),
      after: "\n</details>\n",
      more: (left) => `- … and ${left} more\n`,
    },
  ];
};

/** A step with its parents' titles before its own. */
interface Named {
  readonly name: string;
  readonly step: StepVerdict;
}

const HEAD = "\n| Step | State | Why | What to do | Who |\n| :-- | :-- | :-- | :-- | :-- |\n";

/** A sign for the eye and a word for everyone. */
export const STATES = {
  unmet: "❌ to do",
  waiting: "🟡 awaited",
  error: "⚠️ error",
  locked: "🔒 locked",
  met: "✅ done",
  waived: "➖ waived",
  deferred: "⏳ put off",
  "not-applicable": "➖ not applicable",
} as const satisfies Record<StepState, string>;

/** The word for a state as the ledger keeps it; what is no state of a step stays as it is. */
export const stateWord = (state: string): string =>
  Object.entries(STATES)
    .find(([name]) => name === state)?.[1]
    .replace(/^\S+ /u, "") ?? state;

const DONE_STATES = ["met", "waived", "deferred", "not-applicable"] as const satisfies readonly StepState[];
const DONE_WORDS = { met: "done", waived: "waived", deferred: "put off", "not-applicable": "not applicable" } as const;

/** "3 done, 1 waived": how many of these steps are through, by the way in which they are. */
export const doneTally = (steps: readonly Pick<StepVerdict, "state">[]): string =>
  DONE_STATES.flatMap((state) => {
    const count = steps.filter((step) => step.state === state).length;
    return count === 0 ? [] : [`${count} ${DONE_WORDS[state]}`];
  }).join(", ");

/** Of a locked phase only what is wrong with it; the rest is one row. */
const stepsToShow = ({ state, steps }: PhaseVerdict): readonly Named[] =>
  named(steps).filter(({ step }) => isOpen(step) && (state !== "locked" || step.state === "error"));

const named = (steps: readonly StepVerdict[], parents = ""): readonly Named[] =>
  steps.flatMap((step) => {
    const name = `${parents}${clipped(step.title, 150)}`;
    return [{ name, step }, ...named(step.steps, `${clipped(name, 150)} › `)];
  });

const byUrgencyOf = (steps: readonly Named[]): readonly Named[] => {
  const order = new Map(byUrgency(steps.map(({ step }) => step)).map((step, index) => [step, index]));
  return steps.toSorted((one, other) => (order.get(one.step) ?? 0) - (order.get(other.step) ?? 0));
};

const openRow = ({ name, step }: Named): string => {
  const optional = step.optional && !step.title.trimEnd().endsWith(")") ? " (optional)" : "";
  const todo = step.help === undefined ? step.remedy : `${step.remedy} ${step.help}`.trim();
  const who = actorNames(step.actors).join("; ");
  const cells = [title(name) + optional, STATES[step.state], prose(step.reason), prose(todo, 700), prose(who, 300)];
  return `| ${cells.join(" | ")} |\n`;
};

const lockedRow = ({ title: name, reason, steps }: PhaseVerdict): string => {
  const count = named(steps).filter(({ step }) => step.state === "locked").length;
  return `| ${title(name)} (${counted(count, "step")}) | ${STATES.locked} | ${prose(reason ?? "")} | | |\n`;
};

const doneRow = ({ name, step }: Named): string => {
  const [evidence] = step.evidence;
  const proof = evidence?.url === undefined ? "" : ` (${link(clipped(evidence.text, 100), evidence.url)})`;
  return `- ${STATES[step.state].split(" ")[0] ?? ""} ${title(name)}: ${prose(step.reason)}${proof}\n`;
};

const title = (name: string): string => prose(name, 300);
