import type { StepState } from "../../../evaluation/verdict.ts";

/** How a thing stands, as the eye tells it at once; the word beside it tells everyone. */
export type Tone = "good" | "bad" | "waiting" | "quiet" | "locked" | "warning";

export interface BadgeProps {
  readonly tone: Tone;
  /** The word; colour and shape only repeat it. */
  readonly children: string;
}

/** A word with a sign of its own shape before it. */
export const Badge = ({ tone, children }: BadgeProps) => (
  <span class={`badge badge-${tone}`}>
    <svg aria-hidden="true" viewBox="0 0 16 16" width="16" height="16">
      <path d={SHAPES[tone]} />
    </svg>
    {children}
  </span>
);

/** How a step stands. */
export const StateBadge = ({ state }: { readonly state: StepState }) => (
  <Badge tone={STEPS[state].tone}>{STEPS[state].word}</Badge>
);

/** How a gate stands. */
export const GateBadge = ({ state }: { readonly state: "open" | "awaiting" | "shut" }) => (
  <Badge tone={GATES[state].tone}>{GATES[state].word}</Badge>
);

/** The words are those of the check and the comments. */
const STEPS = {
  met: { tone: "good", word: "done" },
  unmet: { tone: "bad", word: "to do" },
  waiting: { tone: "waiting", word: "awaited" },
  error: { tone: "warning", word: "error" },
  locked: { tone: "locked", word: "locked" },
  waived: { tone: "quiet", word: "waived" },
  deferred: { tone: "quiet", word: "put off" },
  "not-applicable": { tone: "quiet", word: "not applicable" },
} as const satisfies Record<StepState, { readonly tone: Tone; readonly word: string }>;

const GATES = {
  open: { tone: "good", word: "ready" },
  awaiting: { tone: "waiting", word: "awaited" },
  shut: { tone: "bad", word: "not ready" },
} as const satisfies Record<string, { readonly tone: Tone; readonly word: string }>;

/** A tick, a cross, a clock, a dash, a padlock, a triangle: told apart without colour. */
const SHAPES = {
  good: "M13.8 3.2 6.2 12.4 2.4 8.6 1 10l5.4 5.2L15.4 4.6z",
  bad: "M2 3.4 3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8z",
  waiting: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3m-1 1h2v3.6l2.4 1.4-1 1.7L7 8.7z",
  quiet: "M2 7h12v2H2z",
  locked: "M4 7V5a4 4 0 1 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 1 0-4 0z",
  warning: "M8 1l7.5 14H.5zM7 6v4h2V6zm0 5v2h2v-2z",
} as const satisfies Record<Tone, string>;
