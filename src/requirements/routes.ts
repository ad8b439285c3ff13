import { openAsIllegible, type Illegible } from "./illegible.ts";
import { met, unmet, type Evidence, type Outcome, type Undetermined } from "./outcome.ts";

/** What one of several ways to give proof says. `absent`: nobody tried it; `flawed`: somebody did, and something is left. */
export type Route =
  | {
      readonly state: "met";
      readonly reason: string;
      readonly evidence?: readonly Evidence[];
      /** When time alone undoes it. */
      readonly wakeAt?: Date;
    }
  | { readonly state: "absent" }
  | {
      readonly state: "flawed";
      readonly code: string;
      readonly reason: string;
      readonly remedy: string;
      /** When time alone mends it. */
      readonly wakeAt?: Date;
    }
  | { readonly state: "error"; readonly outcome: Undetermined }
  | Illegible;

/** The way that decides: one that is met, else one that could not be told, else the first on which something is left. */
export const deciding = (routes: readonly Route[]): Route =>
  ["met", "error", "illegible", "flawed"]
    .map((wanted) => routes.find(({ state }) => state === wanted))
    .find((route) => route !== undefined) ?? { state: "absent" };

type Flawed = Extract<Route, { state: "flawed" }>;

type Unmet = Parameters<typeof unmet>[0];

/** What a kind says where no way is met; the author is who gives the proof. */
export interface Words {
  /** Begins the codes of its reasons. */
  readonly code: string;
  readonly flawed: (route: Flawed) => Pick<Unmet, "reason" | "short"> & Partial<Pick<Unmet, "unknown">>;
  readonly absent: () => Pick<Unmet, "reason" | "remedy" | "short">;
  readonly author: string | undefined;
}

/** What the way that decides means for the step. */
export const outcomeOf = (routes: readonly Route[], { code, flawed, absent, author: login }: Words): Outcome => {
  const route = deciding(routes);
  const actors = [{ kind: "author" as const, login }];
  switch (route.state) {
    case "met":
      return met(route.reason, route.evidence, route.wakeAt);
    case "error":
      return route.outcome;
    case "illegible":
      return openAsIllegible(code, route, { kind: "author", login });
    case "flawed": {
      const { remedy, wakeAt } = route;
      const timed = wakeAt === undefined ? {} : { wakeAt };
      return unmet({ code: `${code}/${route.code}`, remedy, actors, ...timed, ...flawed(route) });
    }
    case "absent":
      return unmet({ code: `${code}/missing`, actors, ...absent() });
  }
};
