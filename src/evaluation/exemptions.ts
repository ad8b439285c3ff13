import type { Entry, Ledger } from "../evidence/ledger.ts";
import { spanOf } from "../evidence/freeze-span.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { judgePredicate } from "../procedures/predicates.ts";
import { isOfOtherBase } from "../requirements/retargeted.ts";
import { sameName } from "../requirements/wording.ts";
import { isAuthor, mayOverride } from "./rights.ts";

/** A freeze that does not hold a subject. */
export interface Exemption {
  /** Its name in the config. */
  readonly freeze: string;
  /** The freeze's own `exempt`, or somebody's word. */
  readonly by: "rule" | "people";
  /** Of a rule a clause without a full stop; of people what they said. */
  readonly reason: string;
  /** Who said it. */
  readonly who?: string;
}

type Freeze = Policy["freezes"][number];

/** The freezes that do not hold a subject, each once. What can't be told for sure exempts nothing. */
export const exemptionsOf = (
  policy: Pick<Policy, "freezes" | "override">,
  snapshot: Snapshot,
  ledger: Ledger,
): readonly Exemption[] =>
  policy.freezes.flatMap((freeze) => byRule(freeze, snapshot) ?? byPeople(freeze, { policy, snapshot, ledger }) ?? []);

const byRule = ({ name, exempt }: Freeze, snapshot: Snapshot): Exemption | undefined => {
  if (exempt === undefined) return undefined;
  const judged = judgePredicate(exempt, snapshot);
  return "unknown" in judged || !judged.holds ? undefined : { freeze: name, by: "rule", reason: judged.reason };
};

interface Told {
  readonly policy: Pick<Policy, "override">;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
}

const byPeople = (freeze: Freeze, told: Told): Exemption | undefined => {
  const said = exempting(freeze, told).at(-1);
  return said === undefined
    ? undefined
    : { freeze: freeze.name, by: "people", reason: said.reason, who: said.by.login };
};

/** The words that count and were not taken back. */
const exempting = (freeze: Freeze, { policy, snapshot, ledger }: Told): readonly Entry<"exempt">[] => {
  const roles = policy.override?.roles ?? [];
  const counts = (entry: Entry<"exempt" | "unexempt">): boolean =>
    sameName(entry.freeze, freeze.name) && mayOverride(roles, entry, snapshot).may === "yes";
  return ledger.reduce<readonly Entry<"exempt">[]>((standing, entry) => {
    if (entry.act === "unexempt") return counts(entry) ? [] : standing;
    if (entry.act !== "exempt" || !counts(entry) || !isForIt(entry, freeze, { policy, snapshot })) return standing;
    return standing.concat(entry);
  }, []);
};

/** Bound to the commit like an override, and to the freeze that was meant: next year's of the same name is another one. */
const isForIt = (entry: Entry<"exempt">, freeze: Freeze, { policy, snapshot }: Omit<Told, "ledger">): boolean => {
  const isHead = snapshot.subject.kind === "issue" || entry.commit === snapshot.headSha;
  const isAlone = policy.override?.secondPerson === true && isAuthor(entry.by, snapshot);
  return isHead && !isAlone && !isOfOtherBase(entry, snapshot) && spanOf(freeze).from < Date.parse(entry.until);
};
