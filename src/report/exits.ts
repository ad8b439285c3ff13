import type { ExitState, ProcedureVerdict, Verdict } from "../evaluation/verdict.ts";
import { sentence } from "../evaluation/step-verdicts.ts";
import { plain } from "../markdown/escape.ts";
import { listed } from "../requirements/wording.ts";
import { prose } from "./prose.ts";
import { counting } from "./stage.ts";

/** How the runs of the procedures stand, to go on a line; empty where none applies. */
export const exitLine = (verdict: Verdict): string => {
  const procedures = counting(verdict);
  const [only, ...more] = procedures;
  if (only === undefined) return "";
  if (more.length === 0) return ` Exit state: ${stateOf(only)}.${reasonOf(only, verdict)}`;
  const states = procedures.map((one) => `${plain(one.title, 100)} ${stateOf(one)}`);
  return ` Exit states: ${states.join(", ")}.${procedures.map((one) => reasonOf(one, verdict)).join("")}`;
};

/** The same where it says more than the first line does: something was put off, or somebody is to be told. */
export const exitNews = (verdict: Verdict): string =>
  counting(verdict).some(({ exit, tell = [] }) => exit === "partial" || (exit === "blocked" && tell.length > 0))
    ? exitLine(verdict)
    : "";

/** The words of the exit states. */
export const EXITS = {
  completed: "completed",
  "in-progress": "in progress",
  blocked: "blocked",
  partial: "partial",
  aborted: "aborted",
  "rolled-back": "rolled back",
} as const satisfies Record<ExitState, string>;

const stateOf = ({ exit }: ProcedureVerdict): string => EXITS[exit];

/** What blocks a run, and who can mend it, stands in the table; who rolled it back, the first line says after the merge. */
const reasonOf = ({ exit, exitReason, tell = [] }: ProcedureVerdict, { stage }: Pick<Verdict, "stage">): string => {
  if (exit === "blocked") return tell.length === 0 ? "" : ` To be told: ${plain(listed(tell), 300)}.`;
  if (exit !== "rolled-back" || exitReason === undefined || stage !== "merge") return "";
  return ` ${prose(sentence(exitReason), 600)}`;
};

/** The state of every run for programs that read the comment: one line of JSON that GitHub does not show. */
export const stateLine = (verdict: Verdict): string => {
  const states = counting(verdict).map(({ id, exit, phases }) => ({
    procedure: id,
    exit,
    phase: phases.find(({ state }) => state === "open" || state === "locked")?.id ?? null,
    completed: phases.filter(({ state }) => state === "complete").map((phase) => phase.id),
  }));
  return `<!-- gatehouse:state ${unbreakable(JSON.stringify(states))} -->\n`;
};

/** Nothing in it may end the HTML comment: https://html.spec.whatwg.org/#comments */
const unbreakable = (json: string): string =>
  json.replaceAll("-", String.raw`\u002d`).replaceAll(">", String.raw`\u003e`);
