/** What is counted, each when it is over. Whoever counts must not throw. */
export interface Tally {
  /** GitHub got an answer to a delivery. `event` is undefined where nobody knows who sent it. */
  readonly delivery: (told: {
    readonly event: string | undefined;
    readonly outcome: DeliveryOutcome;
    readonly seconds: number;
  }) => void;
  /** What was accepted can matter to somebody and is kept, or to nobody. */
  readonly received: (what: "kept" | "ignored") => void;
  readonly turn: (told: { readonly queue: string; readonly outcome: TurnOutcome; readonly seconds: number }) => void;
  /** How a turn left its subject: the state of each gate. */
  readonly verdict: (gates: Readonly<Record<string, string>>) => void;
  readonly evaluation: (seconds: number) => void;
  readonly call: (told: { readonly kind: CallKind; readonly status: string; readonly seconds: number }) => void;
  /** Work of processes that died. */
  readonly takenOver: (jobs: number) => void;
}

export type DeliveryOutcome = "accepted" | "unsigned" | "malformed" | "too large" | "not kept";

/** `idle`: another turn had worked off what it was for. `postponed`: GitHub asked to wait, or it is not time yet. */
export type TurnOutcome = "done" | "idle" | "postponed" | "failed";

/** `token`: for an installation. `app`: what the App asks in its own name. `person`: in the name of who looks at a page, or asks for a deployment. */
export type CallKind = "query" | "mutation" | "read" | "write" | "token" | "app" | "person";

const nothing = (): void => undefined;

/** Where nobody counts. */
export const NO_TALLY: Tally = {
  delivery: nothing,
  received: nothing,
  turn: nothing,
  verdict: nothing,
  evaluation: nothing,
  call: nothing,
  takenOver: nothing,
};
