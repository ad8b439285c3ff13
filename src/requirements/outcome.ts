/** Who can do something about an open step. `people` are resolved logins, the author left out where the rule leaves them out. */
export type Actor =
  | { readonly kind: "role"; readonly role: string; readonly people: readonly string[] }
  | { readonly kind: "author"; readonly login: string | undefined }
  | { readonly kind: "writers" }
  | { readonly kind: "login"; readonly login: string }
  | { readonly kind: "automation"; readonly name: string }
  | { readonly kind: "clock" };

/** Where the proof of a step can be seen. */
export interface Evidence {
  readonly text: string;
  readonly url?: string;
  /** Where somebody agreed: who, when (ISO 8601), and how. */
  readonly approval?: { readonly by: string; readonly at: string; readonly via: "review" | "command" };
}

/** The requirement's proof is there. */
export interface Met {
  readonly state: "met";
  /** One sentence: what the proof is. */
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
  /** When time alone can undo it, such as the end of a window. */
  readonly wakeAt?: Date;
}

/** The proof is missing: `unmet` when somebody must change something, `waiting` when a person must agree or time must pass. */
export interface Open {
  readonly state: "unmet" | "waiting";
  /** Stable, `kind/what`, such as `signoff/too-few`. */
  readonly code: string;
  /** One sentence: what is missing. */
  readonly reason: string;
  /** One sentence, imperative: what would close it. */
  readonly remedy: string;
  /** Two to four words for the check's title, such as "rollback plan missing". */
  readonly short: string;
  readonly actors: readonly Actor[];
  /** When time alone can change the outcome. */
  readonly wakeAt?: Date;
  /** When time alone closes it, where something else about it changes before. */
  readonly opensAt?: Date;
  /** What it is judged by is missing or says nothing, so that it is not known either whether the opposite holds. */
  readonly unknown?: true;
}

/** Could not be determined. Blocks, because what is not known never passes. */
export interface Undetermined {
  readonly state: "error";
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
  readonly short: string;
}

/** What one requirement says of one snapshot. A fifth state breaks every switch that forgot it. */
export type Outcome = Met | Open | Undetermined;

export const met = (reason: string, evidence?: readonly Evidence[], wakeAt?: Date): Met => ({
  state: "met",
  reason,
  ...(evidence === undefined ? {} : { evidence }),
  ...(wakeAt === undefined ? {} : { wakeAt }),
});

export const unmet = (open: Omit<Open, "state">): Open => ({ state: "unmet", ...open });

export const waiting = (open: Omit<Open, "state">): Open => ({ state: "waiting", ...open });

export const undetermined = (problem: Omit<Undetermined, "state">): Undetermined => ({ state: "error", ...problem });
