import type { FoundStep } from "../evaluation/find-step.ts";
import { allSteps } from "../evaluation/find-step.ts";
import { stepKey, type Verdict } from "../evaluation/verdict.ts";
import { code } from "../markdown/escape.ts";
import { nearest } from "../procedures/nearest.ts";
import { prose } from "./prose.ts";

/** The commands this version knows, as people type them, and what each does. */
const COMMANDS = {
  recheck: { usage: "/gate recheck", about: "look at everything again" },
  tick: { usage: "/gate tick STEP", about: "tick a box of the checklist" },
  untick: { usage: "/gate untick STEP", about: "take a tick back" },
} as const;

/** The answer to a command that there is not. */
export const unknownCommand = (word: string): string => {
  const best = nearest(word, Object.keys(COMMANDS));
  const said = word === "" ? "`/gate` needs a command." : `There is no ${code(`/gate ${word}`)}.`;
  const meant = best === undefined ? "" : ` Did you mean ${code(`/gate ${best}`)}?`;
  const list = Object.values(COMMANDS).map(({ usage, about }) => `- ${code(usage)}: ${about}`);
  return `${said}${meant} These commands exist:\n\n${list.join("\n")}\n`;
};

/** The answer to `/gate tick` without a step, or with a step that there is not: the names that come nearest. */
export const unknownStep = (name: string, verdict: Verdict): string => {
  const boxed = allSteps(verdict).filter(({ step }) => step.box !== undefined);
  if (boxed.length === 0) return "There is no box to tick here.\n";
  const said = name === "" ? "Which step?" : `There is no step ${code(name)} here.`;
  const best = nearest(
    name,
    boxed.map(({ step }) => step.id),
  );
  if (best !== undefined) return `${said} Did you mean ${code(best)}?\n`;
  return `${said} ${boxed.length > SHOWN ? "Some steps" : "Steps"} with a box:\n\n${names(boxed.slice(0, SHOWN))}\n`;
};

/** The answer when several procedures have a step of that name. */
export const ambiguousStep = (name: string, found: readonly FoundStep[]): string =>
  `${code(name)} can mean several steps. Say which:\n\n${names(found.slice(0, SHOWN), { whole: true })}\n`;

/** The answer when somebody may not do what they tried; `why` is the sentence of the refusal. */
export const refusal = (why: string): string => `${prose(why, 1000)}\n`;

/** One comment out of several answers. */
export const reply = (answers: readonly string[]): string => answers.map((answer) => answer.trim()).join("\n\n");

const SHOWN = 20;

const names = (steps: readonly FoundStep[], { whole } = { whole: false }): string =>
  steps
    .map(
      ({ procedure, step }) => `- ${code(whole ? stepKey(procedure.id, step.id) : step.id)}: ${prose(step.title, 150)}`,
    )
    .join("\n");
