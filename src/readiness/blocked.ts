import type { Verdict } from "../evaluation/verdict.ts";
import type { Policy } from "../procedures/policy.ts";
import type { Memory } from "./memory.ts";

type Gate = NonNullable<Memory["gate"]>;

/** How the merge gate stands for the next turn to compare: it is called blocked from the moment at which it shut again. */
export const gateNow = (verdict: Verdict, before: Memory["gate"]): Gate | undefined => {
  const gate = verdict.gates.find((one) => one.gate === "merge");
  if (gate === undefined) return undefined;
  const { state } = gate;
  if (state !== "shut" || before === undefined) return { state };
  const blockedSince = before.state === "shut" ? before.blockedSince : verdict.evaluatedAt.toISOString();
  return blockedSince === undefined ? { state } : { state, blockedSince };
};

/** Whom the config wants to be told, as people and teams are mentioned; each once. */
export const toBeTold = ({ notifyOnBlock, roles }: Policy): readonly string[] => [
  ...new Set(
    notifyOnBlock
      .flatMap((role) => (Object.hasOwn(roles, role) ? (roles[role] ?? []) : []))
      .filter((name) => !name.endsWith("[bot]"))
      .map((name) => (name.startsWith("@") ? name : `@${name}`)),
  ),
];
