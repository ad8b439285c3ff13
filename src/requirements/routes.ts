import { met, type Evidence, type Undetermined } from "./outcome.ts";

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
  | { readonly state: "error"; readonly outcome: Undetermined };

/** The way that decides: one that is met, else one that could not be told, else the first on which something is left. */
export const deciding = (routes: readonly Route[]): Route =>
  ["met", "error", "flawed"]
    .map((wanted) => routes.find(({ state }) => state === wanted))
    .find((route) => route !== undefined) ?? { state: "absent" };

/** The outcome of a way that is met. */
export const metBy = ({ reason, evidence, wakeAt }: Extract<Route, { state: "met" }>) => met(reason, evidence, wakeAt);
