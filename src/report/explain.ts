import type { Ledger } from "../evidence/ledger.ts";
import type { FoundStep } from "../evaluation/find-step.ts";
import { isDone, type ProcedureVerdict } from "../evaluation/verdict.ts";
import { code, link, plain } from "../markdown/escape.ts";
import type { Actor } from "../requirements/outcome.ts";
import { fit, fixed, type Part } from "./fit.ts";
import { issueLink } from "./status-notes.ts";
import { proof } from "./proof.ts";
import { clipped, prose } from "./prose.ts";
import { STATES } from "./steps-table.ts";
import { trailOf, trailRow } from "./trail.ts";

/** What there is to say about a step besides its verdict. */
export interface Explaining {
  readonly found: FoundStep;
  /** What the requirement asks for, in a few words. */
  readonly asks: string;
  /** Roles that the requirement asks. */
  readonly roles: readonly string[];
  /** Whether freezes can hold it. */
  readonly freezes: boolean;
  readonly ledger: Ledger;
  /** The follow-up issue of a deferred step. */
  readonly followUp?: string | undefined;
  /** The one that the config speaks in. */
  readonly timeZone?: string | undefined;
}

/** The answer to `/gate explain STEP`. */
export const explain = (explaining: Explaining): string => {
  const { found, asks, ledger, timeZone } = explaining;
  const { step } = found;
  const head = `**${prose(step.title, 300)}** ${STATES[step.state]}\n\n`;
  const place = `${code(step.id)} in ${placeOf(found)}\n`;
  return fit(
    [
      fixed(`${head}${place}\n`),
      fixed(rowsOf(explaining, asks)),
      ...trailPart(trailOf(ledger, found, explaining), timeZone),
    ],
    LIMIT,
  );
};

const LIMIT = 20_000;

const placeOf = ({ phase, procedure }: FoundStep): string =>
  `“${plain(phase.title, 150)}” of ${procedureLink(procedure)}`;

const procedureLink = ({ title, version, source }: ProcedureVerdict): string => {
  const name = source.url === undefined ? plain(title, 150) : link(clipped(title, 150), source.url);
  return version === undefined ? name : `${name} ${plain(`(version ${version})`, 60)}`;
};

const rowsOf = ({ found: { step }, followUp, timeZone }: Explaining, asks: string): string => {
  const open = !isDone(step.state);
  const rows = [
    ["Asks for", prose(asks)],
    ["Now", prose(step.reason)],
    ["To close it", open ? prose(step.remedy, 700) : ""],
    ["Who can", open ? prose(step.actors.map(actorInFull).join("; "), 1000) : ""],
    ["Help", prose(step.help ?? "", 700)],
    ["Proof", step.evidence.map((one) => proof(one, timeZone)).join(", ")],
    ["Follow-up", followUp === undefined ? "" : issueLink(followUp)],
  ] as const;
  return rows.flatMap(([name, text]) => (text === "" ? [] : [`- ${name}: ${text}\n`])).join("");
};

/** Where the check names three, here everybody who holds the role is named. */
export const actorInFull = (actor: Actor): string => {
  switch (actor.kind) {
    case "role":
      return `${actor.role} (${actor.people.length === 0 ? "nobody yet" : actor.people.join(", ")})`;
    case "author":
      return actor.login === undefined ? "the author" : `${actor.login} (author)`;
    case "writers":
      return "anyone with write access";
    case "login":
      return actor.login;
    case "automation":
      return actor.name;
    case "clock":
      return "nobody, it takes time";
  }
};

const trailPart = (trail: Ledger, timeZone: string | undefined): readonly Part[] => {
  if (trail.length === 0) return [];
  const newest = trail.slice(-MOST);
  const more = trail.length - newest.length;
  return [
    {
      before: `\nWhat people did${more === 0 ? "" : `, the last ${MOST} of ${trail.length} acts`}:\n\n`,
      rows: newest.map((entry) => () => `- ${trailRow(entry, timeZone)}\n`),
      after: "",
      more: (left) => `- … and ${left} more\n`,
    },
  ];
};

const MOST = 30;
