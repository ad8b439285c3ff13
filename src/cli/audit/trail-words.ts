import { cell, code } from "../../markdown/escape.ts";
import type { TrailEntry } from "./audit-trail.ts";

/** The parts of the document, in the order in which an auditor asks for them. */
export const GROUPS = [
  { name: "agreed", title: "Agreed to, and taken back" },
  { name: "decided", title: "Decisions" },
  { name: "set-aside", title: "Waived and deferred" },
  { name: "overridden", title: "Overrides" },
  { name: "exempted", title: "Exempted from freezes" },
  { name: "course", title: "Aborted, rolled back, resumed" },
  { name: "refused", title: "Refused attempts" },
  { name: "unreadable", title: "Recorded by another release, in a shape this one can't read" },
] as const;

export const groupOf = ({ act }: TrailEntry): (typeof GROUPS)[number]["name"] => GROUP[act];

const GROUP = {
  tick: "agreed",
  untick: "agreed",
  signoff: "agreed",
  revoke: "agreed",
  decide: "decided",
  waive: "set-aside",
  defer: "set-aside",
  override: "overridden",
  exempt: "exempted",
  unexempt: "exempted",
  abort: "course",
  resume: "course",
  rollback: "course",
  refused: "refused",
  unreadable: "unreadable",
} as const satisfies Record<TrailEntry["act"], (typeof GROUPS)[number]["name"]>;

/** What was done, as Markdown for a table cell. */
export const deedOf = (entry: TrailEntry): string => {
  const { act, attempted, procedure, step, text } = entry;
  const deed = act === "refused" && attempted !== undefined ? `tried: ${DEEDS[attempted]}` : DEEDS[act];
  const where = step === undefined ? [] : [code(`${procedure ?? "?"}/${step}`)];
  const shown = text === undefined ? [] : [`“${cell(text)}”`];
  return [deed, ...detailOf(entry), ...where, ...shown].join(" ");
};

const DEEDS = {
  tick: "ticked",
  untick: "took back",
  signoff: "signed off",
  revoke: "took the sign-off back",
  decide: "decided",
  waive: "waived",
  defer: "deferred",
  override: "opened the gate",
  exempt: "exempted from the freeze",
  unexempt: "took back the exemption from the freeze",
  abort: "aborted",
  resume: "resumed",
  rollback: "rolled back",
  refused: "refused",
  unreadable: "unreadable",
} as const satisfies Record<TrailEntry["act"], string>;

const detailOf = ({ word, gate, freeze, expires, environment, via }: TrailEntry): readonly string[] => [
  ...(word === undefined ? [] : [`**${word}**`]),
  ...(gate === undefined ? [] : [code(gate)]),
  ...(freeze === undefined ? [] : [code(freeze)]),
  ...(expires === undefined ? [] : [`until ${time(expires)}`]),
  ...(environment === undefined ? [] : [`in ${code(environment)}`]),
  ...(via === "recovered" ? ["(while Gatehouse was away)"] : []),
];

/** What a subject is called. */
export const titleOf = ({ kind, number }: TrailEntry["subject"]): string => {
  if (kind === "other" || number === undefined) return "Others";
  return `${kind === "issue" ? "Issue" : "Pull request"} ${number}`;
};

/** To the second: more is in the other formats. */
export const time = (instant: string): string => {
  const iso = new Date(instant).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
};
