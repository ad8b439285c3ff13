import type { Change } from "../change.ts";
import type { StoredSubject } from "../known.ts";
import type { AskedRuns, Marks, SeenRepository, SweepRecords, WaitingOnes } from "./ports.ts";
import type { WantedTurn } from "./turns.ts";

/** What it takes to tell which turns a repository's subjects are to have. */
export interface WantingTurns {
  readonly sweeps: SweepRecords;
  readonly asked: AskedRuns;
  readonly waiting: WaitingOnes;
  readonly subjects: { readonly get: (key: string) => Promise<StoredSubject | undefined> };
  readonly marks: Marks;
  readonly now: () => Date;
  readonly log: { readonly info: (data: object, message: string) => void };
}

/** Turns that subjects are to have, and what to keep when they had them. */
export interface Wanted {
  readonly turns: readonly WantedTurn[];
  readonly keep: () => Promise<void>;
}

/** A repository as it was seen, and how it is to be looked through. */
export interface Through {
  readonly seen: SeenRepository;
  readonly isOwnerConfigured: boolean;
  /** When it was looked through last; absent: never. */
  readonly since: Date | undefined;
  /** We were away since, so that whatever is open is looked at, and whatever is followed. */
  readonly all: boolean;
  /** Names this sweep in GUIDs. */
  readonly sweep: string;
}

/** The turn of a subject in this sweep. */
export const turn = ({ seen: { repository }, sweep }: Through, key: string, about: Partial<Change>): WantedTurn => ({
  key,
  guid: `sweep/${sweep}/${key}`,
  repository,
  about,
});
