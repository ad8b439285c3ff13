import { configPlaces, placeKey, placeOf, type Place } from "../readiness/policy-places.ts";
import type { Hints, Reading, SubjectRef } from "../readiness/ports.ts";
import { NO_NEEDS, type Needs } from "../requirements/needs.ts";
import { lookalikesFor } from "./lookalikes.ts";
import { missingOf, type Gathered, type Missing } from "./gathered.ts";

/** What is to be known, whether it was read already or not. */
export interface Wanted {
  readonly policy: readonly Place[];
  readonly needs: Needs;
  readonly headPolicy?: readonly Place[];
  readonly teams?: readonly string[];
}

/** What of it has not been read yet. */
export const missing = (gathered: Gathered, { policy, needs, headPolicy = [], teams = [] }: Wanted): Missing => ({
  ...missingOf(gathered, needs, teams),
  policy: policy.filter((place) => !gathered.policyFiles.has(placeKey(place))),
  headPolicy: headPolicy.filter((place) => !gathered.headFiles.has(placeKey(place))),
});

/** What to ask for before anything is known: what this subject needed last, else what another one on the same branch did. */
export const firstWanted = (subject: SubjectRef, last: Wanted | undefined, { needs, afresh }: Hints): Wanted =>
  afresh ? { policy: configPlaces(subject), needs: NO_NEEDS } : byHeart(subject, last, needs);

const byHeart = (subject: SubjectRef, last: Wanted | undefined, needs: Needs | undefined): Wanted => ({
  policy: last?.policy ?? [...configPlaces(subject), ...lookalikesFor(subject)],
  needs: needs ?? last?.needs ?? NO_NEEDS,
  teams: last?.teams ?? [],
});

/** What the next subject on the branch is likely to need. */
export const wantedNext = (gathered: Gathered, done: Reading | undefined): Wanted => ({
  policy: [...gathered.policyFiles.keys()].map(placeOf),
  needs: done?.needs ?? NO_NEEDS,
  teams: [...gathered.teams.keys()],
});
