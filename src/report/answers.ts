import { allSteps, type FoundStep } from "../evaluation/find-step.ts";
import { stepKey, type Verdict } from "../evaluation/verdict.ts";
import { LOOKED_AT, MOST_LINES } from "../markdown/commands.ts";
import { code, plain } from "../markdown/escape.ts";
import { nearest } from "../procedures/nearest.ts";
import { momentIn } from "../requirements/moment-in.ts";
import { listed } from "../requirements/wording.ts";
import { COMMANDS, VERBS, type Verb } from "./commands.ts";
import { prose } from "./prose.ts";

/** The answer to a command that there is not. */
export const unknownCommand = (word: string): string => {
  const best = nearest(word, VERBS);
  const said = word === "" ? "`/gate` needs a command." : `There is no ${code(`/gate ${word}`)}.`;
  const meant = best === undefined ? "" : ` Did you mean ${code(`/gate ${best}`)}?`;
  return `${said}${meant} ${code("/gate help")} lists all there are.\n`;
};

/** The answer to a command on what Gatehouse does not follow any more. */
export const closed = (kind: "pull_request" | "issue"): string =>
  kind === "issue"
    ? "Nothing was done: this issue is closed. Reopen it to go on.\n"
    : "Nothing was done: this pull request is closed, and Gatehouse does not follow it any more.\n";

/** Said where a comment holds more commands than are carried out. */
export const tooManyCommands = (): string =>
  `Not every command was carried out: of a comment the first ${MOST_LINES} count, within its first ${LOOKED_AT.toLocaleString("en")} characters. Give the rest in another comment.\n`;

/** The answer to a command without its reason. */
export const missingReason = (verb: Verb): string =>
  `Please say why, it is kept in the record: ${code(COMMANDS[verb].usage)}.\n`;

/** The answer where a word may be the gate or belong to the reason. */
export const whichGate = (environment: string, rest: string): string =>
  `${code(environment)} is an environment here, so I can't tell which gate is meant. Say one of:\n\n- ${code(
    `/gate override merge ${environment} ${rest}`,
  )}\n- ${code(`/gate override deploy/${environment} ${rest}`)}\n`;

/** What a name after a command can mean. */
export type Meant = "a box" | "a step" | "a decision";

/** The answer to a command without a step, or with a step that there is not: the names that come nearest. */
export const unknownStep = (name: string, verdict: Verdict, meant: Meant = "a box"): string => {
  const steps = allSteps(verdict).filter(
    ({ step }) => step.state !== "not-applicable" && (meant !== "a box" || step.box !== undefined),
  );
  if (steps.length === 0)
    return meant === "a box" ? "There is no box to tick here.\n" : "No procedure has a step here.\n";
  const said = name === "" ? "Which step?" : `There is no step ${code(name)} here.`;
  const best = nearest(
    name,
    steps.map(({ step }) => step.id),
  );
  if (best !== undefined) return `${said} Did you mean ${code(best)}?\n`;
  const kind = meant === "a box" ? " with a box" : "";
  return `${said} ${steps.length > SHOWN ? "Some steps" : "Steps"}${kind}:\n\n${names(steps.slice(0, SHOWN))}\n`;
};

/** The answer to a decision on a phase that asks for none; `asking` are the steps that do. */
export const unknownDecision = (name: string, asking: readonly FoundStep[]): string => {
  if (asking.length === 0) return "Nothing here asks for a go or no-go.\n";
  const said = name === "" ? "Which phase?" : `Nothing called ${code(name)} asks for a go or no-go here.`;
  const ids = asking.map(decisionName);
  const best = nearest(name, ids);
  if (best !== undefined) return `${said} Did you mean ${code(best)}?\n`;
  const rows = asking.slice(0, SHOWN).map((found) => `- ${code(decisionName(found))}: ${prose(found.step.title, 150)}`);
  return `${said} These do:\n\n${rows.join("\n")}\n`;
};

/** What people type for a decision: the phase that it closes, or the step. */
export const decisionName = ({ phase, step }: FoundStep): string =>
  step.id === `${phase.id}:gate` ? phase.id : step.id;

/** The answer to a command without a role, or with a role that there is not. */
export const unknownRole = (name: string, roles: readonly string[]): string => {
  if (roles.length === 0) return "The config names no roles, so nobody can sign off for one.\n";
  const said = name === "" ? "Which role?" : `There is no role ${code(name)} here.`;
  const best = nearest(name, roles);
  if (best !== undefined) return `${said} Did you mean ${code(best)}?\n`;
  return `${said} ${roles.length === 1 ? "There is" : "There are"} ${listed(roles.map((role) => code(role)))}.\n`;
};

/** The answer to an override that does not open the gate yet. */
export const needsAnother = (
  gate: string,
  { roles, until }: { readonly roles: readonly string[]; readonly until: Date },
): string =>
  `Recorded. The author alone can't open the gate: somebody else of ${listed(
    roles.map((role) => code(role)),
    "or",
  )} has to comment ${code(`/gate override ${gate} reason`)}, too, before ${moment(until)}.\n`;

/** The answer to a command without the freeze that is meant. */
export const unknownFreeze = (freezes: readonly string[]): string =>
  freezes.length === 0
    ? "The config has no freezes.\n"
    : `Which freeze? ${freezes.length === 1 ? "There is" : "There are"} ${listed(freezes.map((name) => code(name)))}.\n`;

/** The answer when several steps have that name. */
export const ambiguousStep = (name: string, found: readonly FoundStep[]): string =>
  `${code(name)} can mean several steps. Say which:\n\n${names(found.slice(0, SHOWN), { whole: true })}\n`;

/** The answer when somebody may not do what they tried; `why` is the sentence of the refusal. */
export const refusal = (why: string): string => `${prose(why, 1000)}\n`;

/** Said beside an act whose follow-up issue GitHub does not take. */
export const noFollowUp = (): string =>
  "Done, but the follow-up issue could not be opened: issues are turned off here, or Gatehouse may not write them.\n";

/** One comment out of several answers. */
export const reply = (answers: readonly string[]): string => answers.map((answer) => answer.trim()).join("\n\n");

/** A moment as people read it, by the clock that the config speaks of. */
export const moment = (at: Date | string, timeZone?: string): string => momentIn(new Date(at), timeZone);

/** "ann (qa)": who did something, and in which role. */
export const doer = ({ by, role }: { readonly by: { readonly login: string }; readonly role?: string | undefined }) =>
  role === undefined ? plain(by.login) : `${plain(by.login)} (${plain(role)})`;

const SHOWN = 20;

const names = (steps: readonly FoundStep[], { whole } = { whole: false }): string =>
  steps
    .map(
      ({ procedure, step }) => `- ${code(whole ? stepKey(procedure.id, step.id) : step.id)}: ${prose(step.title, 150)}`,
    )
    .join("\n");
