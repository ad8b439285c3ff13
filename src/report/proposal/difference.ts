import { isOpen, obligations } from "../../evaluation/gates.ts";
import { stepKey, type GateVerdict, type Verdict } from "../../evaluation/verdict.ts";
import { isSound } from "../../procedures/finding.ts";
import { countLeft } from "../left.ts";
import { counting } from "../stage.ts";

/** What another policy would make of one open pull request. */
export interface Difference {
  /** How it stands, and would stand, in a few words with a sign before them. */
  readonly from: string;
  readonly to: string;
  /** Titles of the steps that would be open and are not, and the other way round. */
  readonly asked: readonly string[];
  readonly dropped: readonly string[];
  /** Whether the merge would be held back and is not, or the other way round. */
  readonly turns: "shut" | "open" | undefined;
}

/** What differs between two verdicts on the same pull request; undefined where nothing does. No verdict: nothing is asked. */
export const differenceOf = (before: Verdict | undefined, after: Verdict | undefined): Difference | undefined => {
  const [from, to] = [saidOf(before), saidOf(after)];
  const [was, will] = [openIn(before), openIn(after)];
  const asked = [...will].flatMap(([key, title]) => (was.has(key) ? [] : [title]));
  const dropped = [...was].flatMap(([key, title]) => (will.has(key) ? [] : [title]));
  if (from.words === to.words && asked.length + dropped.length === 0) return undefined;
  const turns = from.passes === to.passes ? undefined : to.passes ? "open" : "shut";
  return { from: from.words, to: to.words, asked, dropped, turns };
};

interface Said {
  readonly words: string;
  /** Whether the check lets the pull request through. */
  readonly passes: boolean;
}

const saidOf = (verdict: Verdict | undefined): Said => {
  if (verdict === undefined) return { words: "➖ nothing asked", passes: true };
  if (!isSound(verdict.findings)) return { words: "⚠️ configuration error", passes: false };
  const gate = verdict.gates.find((one) => one.gate === "merge");
  if (gate === undefined) return { words: "➖ nothing asked", passes: true };
  if (verdict.mode === "shadow") return { words: `➖ shadow mode, ${stateOf(gate)}`, passes: true };
  return { words: `${SIGNS[gate.state]} ${stateOf(gate)}`, passes: gate.state === "open" };
};

const SIGNS = { open: "✅", awaiting: "🟡", shut: "❌" } as const satisfies Record<GateVerdict["state"], string>;

const stateOf = (gate: GateVerdict): string => {
  if (gate.overridden !== undefined) return "overridden";
  if (gate.reason !== undefined) return "aborted";
  return gate.left === 0 ? "ready" : countLeft(gate);
};

/** Titles of what the merge waits for, or would in shadow mode, by procedure and step. */
const openIn = (verdict: Verdict | undefined): ReadonlyMap<string, string> =>
  new Map(
    (verdict === undefined ? [] : counting(verdict)).flatMap(({ id, title, problem, phases }) => [
      ...(problem === undefined ? [] : [[`${id}/`, title] as const]),
      ...obligations(phases.filter(({ holdsMerge }) => holdsMerge))
        .filter(isOpen)
        .map((step) => [stepKey(id, step.id), step.title] as const),
    ]),
  );
