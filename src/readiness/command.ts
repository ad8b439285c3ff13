import type { Entry, Ledger, LedgerEntry } from "../evidence/ledger.ts";
import type { Person } from "../evidence/snapshot.ts";
import type { Attempt } from "../evaluation/attempt.ts";
import { decisionsCalled, stepsCalled } from "../evaluation/find-step.ts";
import { environmentsOf, gateCalled } from "../evaluation/find-gate.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { commandLines, hasCommandsBeyond } from "../markdown/commands.ts";
import type { Policy } from "../procedures/policy.ts";
import {
  ambiguousStep,
  needsAnother,
  refusal as sentence,
  tooManyCommands,
  unknownDecision,
  unknownStep,
} from "../report/answers.ts";
import { explain } from "../report/explain.ts";
import { help } from "../report/help.ts";
import { decisionsAsked, explainedStep } from "./asked.ts";
import { parseCommand, type Command } from "./grammar.ts";
import { problemWords } from "./problem-words.ts";

/** How a command is answered: with a reaction, and in words where it asks for some or could not be done. */
export interface Answer {
  readonly guid: string;
  readonly commentId: string;
  /** In the order of the commands. */
  readonly said: readonly Said[];
  readonly recheck: boolean;
  /** Somebody who is not known to have write permission: refused in words once, so that no passer-by makes us fill the page. */
  readonly stranger: string | undefined;
}

/** Something to be said to whoever gave a command. */
export interface Said {
  readonly refused: boolean;
  readonly text: string;
}

/** A comment that holds commands. */
export interface Commanding {
  readonly guid: string;
  readonly commentId: string;
  readonly body: string;
  readonly by: Person;
  readonly at: string;
}

/** What commands are carried out on: each sees what the one before it left. */
export interface Commanded {
  readonly policy: Policy;
  readonly verdict: () => Verdict;
  readonly ledger: () => Ledger;
  readonly enter: (attempt: Attempt) => Promise<LedgerEntry>;
  /** Address of the issue that was opened because of an entry. */
  readonly followUp: (key: string | undefined) => string | undefined;
}

/** Carries out the commands of one comment, top to bottom. */
export const obey = async (comment: Commanding, on: Commanded): Promise<Omit<Answer, "stranger">> => {
  const said: Said[] = [];
  let recheck = false;
  for (const [index, { rest, line }] of commandLines(comment.body).entries()) {
    const command = parseCommand(rest, {
      environments: environmentsOf(on.verdict()),
      freezes: on.policy.freezes.map(({ name }) => name),
    });
    if ("problem" in command) said.push(refused(problemWords(command, on)));
    else if (command.verb === "recheck") recheck = true;
    else said.push(...(await carryOut(command, { comment, on, ...(index === 0 ? {} : { line }) })));
  }
  if (hasCommandsBeyond(comment.body)) said.push(refused(tooManyCommands()));
  return { guid: comment.guid, commentId: comment.commentId, said, recheck };
};

interface Scene {
  readonly comment: Commanding;
  readonly on: Commanded;
  /** Where the command stands; absent for the first one of the comment. */
  readonly line?: number;
}

const refused = (text: string): Said => ({ refused: true, text });
const words = (text: string): Said => ({ refused: false, text });

type Doing = Exclude<Command, { verb: "recheck" }>;

const carryOut = async (command: Doing, scene: Scene): Promise<readonly Said[]> => {
  if (command.verb === "help") return [words(help(scene.on.verdict(), scene.on.policy))];
  if ("step" in command) return onStep(command, scene);
  if ("phase" in command) return decide(command, scene);
  if (command.verb === "signoff" || command.verb === "revoke") {
    const { verb: attempted, role } = command;
    return tried({ attempted, role, ...reasonOf(command), ...triedBy(scene) }, scene);
  }
  if (command.verb === "override")
    return tried({ attempted: "override", gate: command.gate, ...reasonOf(command), ...triedBy(scene) }, scene);
  if ("freeze" in command) {
    const { verb: attempted, freeze } = command;
    return tried({ attempted, freeze, ...reasonOf(command), ...triedBy(scene) }, scene);
  }
  const { verb: attempted } = command;
  const environment = "environment" in command ? { environment: command.environment } : {};
  return tried({ attempted, ...environment, ...reasonOf(command), ...triedBy(scene) }, scene);
};

const triedBy = ({ comment: { by, at, guid: delivery, commentId: comment }, line }: Scene) =>
  ({ by, at, via: "command", delivery, comment, line }) as const;

const reasonOf = (command: Doing): { readonly reason?: string } =>
  "reason" in command && command.reason !== undefined ? { reason: command.reason } : {};

const tried = async (attempt: Attempt, { on }: Scene): Promise<readonly Said[]> => {
  const entry = await on.enter(attempt);
  if (entry.act === "refused") return [refused(sentence(entry.why))];
  return entry.act === "override" ? waitingForAnother(entry, on) : [];
};

/** A gate that stays shut after an override would look like an error. */
const waitingForAnother = ({ gate }: Entry<"override">, { policy, verdict }: Commanded): readonly Said[] => {
  const until = gateCalled(verdict(), gate)?.needsAnother?.until;
  return until === undefined ? [] : [words(needsAnother(gate, { roles: policy.override?.roles ?? [], until }))];
};

const onStep = async (command: Extract<Doing, { step: string }>, scene: Scene): Promise<readonly Said[]> => {
  const { on } = scene;
  const verdict = on.verdict();
  const isBox = command.verb === "tick";
  const called = stepsCalled(verdict, command.step);
  const found = called.length > 0 || command.verb !== "explain" ? called : decisionsCalled(verdict, command.step);
  const [only, another] = found;
  if (only === undefined) return [refused(unknownStep(command.step, verdict, isBox ? "a box" : "a step"))];
  if (another !== undefined) return [refused(ambiguousStep(command.step, found))];
  if (command.verb === "explain") return [words(explain(explainedStep(only, on)))];
  const place = { procedure: only.procedure.id, step: only.step.id, ...triedBy(scene) };
  if ("reason" in command) return tried({ attempted: command.verb, ...place, reason: command.reason }, scene);
  return tried({ attempted: command.verb, ...place, text: only.step.title }, scene);
};

const decide = async (command: Extract<Doing, { phase: string }>, scene: Scene): Promise<readonly Said[]> => {
  const verdict = scene.on.verdict();
  const found = decisionsCalled(verdict, command.phase);
  const [only, another] = found;
  if (only === undefined) return [refused(unknownDecision(command.phase, decisionsAsked(verdict)))];
  if (another !== undefined) return [refused(ambiguousStep(command.phase, found))];
  const place = { procedure: only.procedure.id, step: only.step.id };
  return tried({ attempted: "decide", word: command.verb, ...place, ...reasonOf(command), ...triedBy(scene) }, scene);
};
