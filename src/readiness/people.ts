import type { Change } from "./change.ts";
import { namedBy, type StoredSubject } from "./known.ts";
import { ownChange } from "./own-change.ts";

/** Somebody came or went in an organisation as a whole; which repositories that is about, no event tells. */
export interface PeopleChange {
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number;
  /** Its login. */
  readonly organization: string;
  /** `teams`: it can be any of its teams; `everybody`: whoever may do anything. */
  readonly reach: { readonly team: string } | "teams" | "everybody";
}

/** What is followed and asks for people that a change is about, found without asking GitHub by what each was last judged by. */
export interface PeopleAsked {
  readonly askingFor: (change: PeopleChange) => Promise<readonly Omit<StoredSubject, "memory">[]>;
}

/** A change for each subject that it can matter to. */
export const changesOfPeople = async (change: PeopleChange, subjects: PeopleAsked): Promise<readonly Change[]> => {
  const asking = await subjects.askingFor(change);
  const { event, action } = change;
  return asking.flatMap((subject) => {
    const named = namedBy(subject.key);
    if (named === undefined) return [];
    const numbers = [{ number: named.number }];
    const about = named.kind === "issue" ? { issues: numbers } : { pulls: numbers };
    return [ownChange(subject, { event, action, ...about })];
  });
};
