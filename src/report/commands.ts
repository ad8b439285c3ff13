/** What a command is, as people read it in `/gate help` and in refusals. */
interface CommandWords {
  /** As it is typed; what stands in square brackets may be left out. */
  readonly usage: string;
  readonly about: string;
  /** Who may use it. */
  readonly who: string;
}

/** Stands for the override roles of a config. */
export const OVERRIDE = "whoever may override";

/** Everything people can say after `/gate`, in the order in which it is listed. */
export const COMMANDS = {
  recheck: { usage: "/gate recheck", about: "look at everything again", who: "anyone" },
  tick: { usage: "/gate tick STEP", about: "tick a box of the checklist", who: "whoever may tick that box" },
  untick: {
    usage: "/gate untick STEP",
    about: "take back a tick, a waiver or a deferral",
    who: "whoever may do what is taken back",
  },
  signoff: { usage: "/gate signoff ROLE [reason]", about: "sign off for this commit", who: "members of the role" },
  revoke: { usage: "/gate revoke ROLE", about: "take your sign-off back", who: "members of the role" },
  go: { usage: "/gate go PHASE [reason]", about: "decide that it goes on", who: "the role that decides" },
  "no-go": { usage: "/gate no-go PHASE reason", about: "decide that it stops", who: "the role that decides" },
  waive: {
    usage: "/gate waive STEP reason",
    about: "say that a step does not apply",
    who: `with write access where the step is marked as optional, else ${OVERRIDE}`,
  },
  defer: { usage: "/gate defer STEP reason", about: "put a step off; opens a follow-up issue", who: OVERRIDE },
  override: {
    usage: "/gate override [GATE] reason",
    about: "open a gate for this commit, for a while; opens a follow-up issue",
    who: OVERRIDE,
  },
  exempt: {
    usage: "/gate exempt FREEZE reason",
    about: "let this commit through a freeze, also before it begins",
    who: OVERRIDE,
  },
  unexempt: { usage: "/gate unexempt FREEZE [reason]", about: "take back an exemption", who: OVERRIDE },
  abort: { usage: "/gate abort reason", about: "give it up", who: `the author, or ${OVERRIDE}` },
  resume: {
    usage: "/gate resume [reason]",
    about: "go on after an abort or a rollback",
    who: `the author, or ${OVERRIDE}`,
  },
  rollback: {
    usage: "/gate rollback [ENVIRONMENT] reason",
    about: "go back: posts the steps of the rollback plan",
    who: OVERRIDE,
  },
  explain: { usage: "/gate explain STEP", about: "say all there is to say about a step", who: "anyone" },
  help: { usage: "/gate help", about: "this list", who: "anyone" },
} as const satisfies Record<string, CommandWords>;

/** The word after `/gate`. */
export type Verb = keyof typeof COMMANDS;

export const VERBS: readonly Verb[] = Object.keys(COMMANDS).filter(isVerb);

function isVerb(word: string): word is Verb {
  return Object.hasOwn(COMMANDS, word);
}
