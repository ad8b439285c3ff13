import { VERBS, type Verb } from "../report/commands.ts";
import { firstOf, nameOf, reasonOf } from "./grammar-words.ts";

/** What a person asks for in one line, before it is known whether there is such a step and whether they may. */
export type Command =
  | { readonly verb: "recheck" }
  | { readonly verb: "help" }
  | { readonly verb: "tick" | "untick" | "explain"; readonly step: string }
  | { readonly verb: "waive" | "defer"; readonly step: string; readonly reason: string }
  | { readonly verb: "signoff"; readonly role: string; readonly reason?: string }
  | { readonly verb: "revoke"; readonly role: string }
  | { readonly verb: "go"; readonly phase: string; readonly reason?: string }
  | { readonly verb: "no-go"; readonly phase: string; readonly reason: string }
  | { readonly verb: "override"; readonly gate: string; readonly reason: string }
  | { readonly verb: "exempt"; readonly freeze: string; readonly reason: string }
  | { readonly verb: "unexempt"; readonly freeze: string; readonly reason?: string }
  | { readonly verb: "abort"; readonly reason: string }
  | { readonly verb: "resume"; readonly reason?: string }
  | { readonly verb: "rollback"; readonly environment?: string; readonly reason: string };

/** Why a line is no command. */
export type Problem =
  | { readonly problem: "unknown"; readonly word: string }
  | { readonly problem: "missing"; readonly verb: Verb; readonly what: "STEP" | "ROLE" | "PHASE" | "FREEZE" | "reason" }
  /** `override production is down`: is production the gate, or where the trouble is? */
  | { readonly problem: "which-gate"; readonly environment: string; readonly rest: string };

/** Names that this grammar has to know beforehand. */
export interface Known {
  readonly environments: readonly string[];
  /** Names of the config's freezes. */
  readonly freezes?: readonly string[];
}

/** Reads what stands after `/gate` in one line. */
export const parseCommand = (line: string, known: Known): Command | Problem => {
  const { word, rest } = firstOf(line);
  const verb = verbOf(word);
  return verb === undefined ? { problem: "unknown", word: shownWord(word) } : READERS[verb](rest, known);
};

/** What is asked for, whether or not the rest of the line makes sense. */
export const verbIn = (line: string): Verb | undefined => verbOf(firstOf(line).word);

/** Whether anybody may say it: whoever they are, GitHub need not be asked what they may do. */
export const isForAnyone = (line: string): boolean => {
  const verb = verbIn(line);
  return verb === undefined || FOR_ANYONE.has(verb);
};

const FOR_ANYONE: ReadonlySet<Verb> = new Set(["recheck", "help", "explain"]);

type Read = (rest: string, known: Known) => Command | Problem;

const named =
  (verb: "tick" | "untick" | "explain"): Read =>
  (rest) => {
    const step = nameOf(firstOf(rest).word);
    return step === "" ? { problem: "missing", verb, what: "STEP" } : { verb, step };
  };

const namedWithReason =
  (verb: "waive" | "defer"): Read =>
  (rest) => {
    const { word, rest: more } = firstOf(rest);
    const step = nameOf(word);
    const reason = reasonOf(more);
    if (step === "") return { problem: "missing", verb, what: "STEP" };
    return reason === undefined ? { problem: "missing", verb, what: "reason" } : { verb, step, reason };
  };

const signoff: Read = (rest) => {
  const { word, rest: more } = firstOf(rest);
  const role = nameOf(word);
  if (role === "") return { problem: "missing", verb: "signoff", what: "ROLE" };
  return { verb: "signoff", role, ...optional(more) };
};

const revoke: Read = (rest) => {
  const role = nameOf(firstOf(rest).word);
  return role === "" ? { problem: "missing", verb: "revoke", what: "ROLE" } : { verb: "revoke", role };
};

const go: Read = (rest) => {
  const { word, rest: more } = firstOf(rest);
  const phase = nameOf(word);
  return phase === "" ? { problem: "missing", verb: "go", what: "PHASE" } : { verb: "go", phase, ...optional(more) };
};

const noGo: Read = (rest) => {
  const { word, rest: more } = firstOf(rest);
  const phase = nameOf(word);
  const reason = reasonOf(more);
  if (phase === "") return { problem: "missing", verb: "no-go", what: "PHASE" };
  return reason === undefined
    ? { problem: "missing", verb: "no-go", what: "reason" }
    : { verb: "no-go", phase, reason };
};

/**
 * Without a gate the merge is meant. A bare environment may be the gate or the first word of the reason, and opening the wrong
 * gate is worse than asking: only a reason in quotes, or `deploy/ENVIRONMENT`, leaves no doubt.
 */
const override: Read = (rest, { environments }) => {
  const { word, rest: more, quoted } = firstOf(rest);
  const gate = quoted ? "" : nameOf(word).toLowerCase();
  const whole = reasonOf(rest);
  const reason = reasonOf(more);
  if (whole === undefined) return { problem: "missing", verb: "override", what: "reason" };
  if (gate === "merge" || gate.startsWith("deploy/"))
    return reason === undefined
      ? { problem: "missing", verb: "override", what: "reason" }
      : { verb: "override", gate: gate === "merge" ? gate : `deploy/${spelled(gate.slice(7), environments)}`, reason };
  const environment = environments.find((name) => name.toLowerCase() === gate);
  if (environment === undefined) return { verb: "override", gate: "merge", reason: whole };
  if (reason === undefined) return { problem: "missing", verb: "override", what: "reason" };
  if (firstOf(more).quoted || word.endsWith(":")) return { verb: "override", gate: `deploy/${environment}`, reason };
  return { problem: "which-gate", environment, rest: reason };
};

/** Names of freezes hold blanks, so they need no quotes where the line begins with one that is known. */
const exempting =
  (verb: "exempt" | "unexempt"): Read =>
  (rest, { freezes = [] }) => {
    const { freeze, more } = freezeIn(rest, freezes);
    const reason = reasonOf(more);
    if (freeze === "") return { problem: "missing", verb, what: "FREEZE" };
    if (verb === "unexempt") return { verb, freeze, ...optional(more) };
    return reason === undefined ? { problem: "missing", verb, what: "reason" } : { verb, freeze, reason };
  };

const freezeIn = (rest: string, known: readonly string[]): { readonly freeze: string; readonly more: string } => {
  const { word, rest: after, quoted } = firstOf(rest);
  const line = rest.trim();
  const [begun] = known.filter((name) => beginsWith(line, name)).toSorted((one, other) => other.length - one.length);
  if (begun === undefined || quoted) return { freeze: quoted ? word : nameOf(word), more: after };
  return { freeze: begun, more: line.slice(begun.length) };
};

const beginsWith = (line: string, name: string): boolean =>
  line.slice(0, name.length).toLowerCase() === name.toLowerCase() && !/^[\p{L}\p{N}]/u.test(line.slice(name.length));

const abort: Read = (rest) => {
  const reason = reasonOf(rest);
  return reason === undefined ? { problem: "missing", verb: "abort", what: "reason" } : { verb: "abort", reason };
};

/** Here an environment is only a remark, so its name may be the first word of the reason just as well. */
const rollback: Read = (rest, { environments }) => {
  const { word, rest: more, quoted } = firstOf(rest);
  const name = nameOf(word)
    .toLowerCase()
    .replace(/^deploy\//u, "");
  const environment = quoted ? undefined : environments.find((one) => one.toLowerCase() === name);
  const reason = reasonOf(environment === undefined ? rest : more);
  if (reason === undefined) return { problem: "missing", verb: "rollback", what: "reason" };
  return { verb: "rollback", ...(environment === undefined ? {} : { environment }), reason };
};

const READERS = {
  recheck: () => ({ verb: "recheck" }),
  help: () => ({ verb: "help" }),
  tick: named("tick"),
  untick: named("untick"),
  explain: named("explain"),
  waive: namedWithReason("waive"),
  defer: namedWithReason("defer"),
  signoff,
  revoke,
  go,
  "no-go": noGo,
  override,
  exempt: exempting("exempt"),
  unexempt: exempting("unexempt"),
  abort,
  resume: (rest) => ({ verb: "resume", ...optional(rest) }),
  rollback,
} as const satisfies Record<Verb, Read>;

/** Case, hyphens and a full stop are no difference: `Sign-off` and `nogo.` are understood. */
const verbOf = (word: string): Verb | undefined => VERBS.find((verb) => bare(verb) === bare(word));

const bare = (word: string): string => word.toLowerCase().replaceAll(/[-_.,;:!?]/gu, "");

const shownWord = (word: string): string => word.replace(/[.,;:!?]+$/u, "");

const spelled = (name: string, known: readonly string[]): string =>
  known.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;

const optional = (text: string): { readonly reason?: string } => {
  const reason = reasonOf(text);
  return reason === undefined ? {} : { reason };
};
