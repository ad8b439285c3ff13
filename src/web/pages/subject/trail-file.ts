import { allSteps } from "../../../evaluation/find-step.ts";
import { stepKey, type Verdict } from "../../../evaluation/verdict.ts";
import type { Ledger } from "../../../evidence/ledger.ts";
import { commentAddress } from "../../../report/comment-address.ts";
import { csvOf, type Columns } from "../../csv.ts";
import { reviewsIn } from "./trail-view.ts";

/** One act. The names are those of the ledger and of `gatehouse audit export`. */
interface Act {
  readonly at: string;
  readonly by: { readonly login: string };
  readonly act: string;
  readonly attempted?: string | undefined;
  readonly role?: string | undefined;
  readonly permission?: string | undefined;
  readonly procedure?: string | undefined;
  readonly step?: string | undefined;
  readonly title?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly word?: string | undefined;
  readonly gate?: string | undefined;
  readonly freeze?: string | undefined;
  readonly environment?: string | undefined;
  readonly expires?: string | undefined;
  readonly reason?: string | undefined;
  readonly why?: string | undefined;
  readonly via?: string | undefined;
  readonly commit?: string | undefined;
  readonly url?: string | undefined;
}

/** Who agreed to what, oldest first, for a spreadsheet: every act, and the approving reviews that count now. */
export const trailFile = (
  ledger: Ledger,
  { verdict, url }: { readonly verdict: Verdict; readonly url: string },
): string => {
  const titles = new Map(allSteps(verdict).map(({ procedure, step }) => [stepKey(procedure.id, step.id), step.title]));
  const acts = ledger.map((entry): Act => {
    const act: Act = { ...entry, url: commentAddress(url, entry.comment) };
    return { ...act, title: titles.get(stepKey(act.procedure ?? "", act.step ?? "")) };
  });
  const reviews = reviewsIn(verdict).map(({ found: { procedure, step }, by, at, url: review }): Act => ({
    at,
    by: { login: by },
    act: "signoff",
    via: "review",
    procedure: procedure.id,
    step: step.id,
    title: step.title,
    url: review,
  }));
  return csvOf(
    COLUMNS,
    [...acts, ...reviews].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)),
  );
};

const COLUMNS: Columns<Act> = [
  ["at", ({ at }) => at],
  ["by", ({ by }) => by.login],
  ["role", ({ role }) => role],
  ["permission", ({ permission }) => permission],
  ["act", ({ act }) => act],
  ["attempted", ({ attempted }) => attempted],
  ["procedure", ({ procedure }) => procedure],
  ["step", ({ step }) => step],
  ["title", ({ title }) => title],
  ["from", ({ from }) => from],
  ["to", ({ to }) => to],
  ["word", ({ word }) => word],
  ["gate", ({ gate }) => gate],
  ["freeze", ({ freeze }) => freeze],
  ["environment", ({ environment }) => environment],
  ["expires", ({ expires }) => expires],
  ["reason", ({ reason }) => reason],
  ["why_refused", ({ why }) => why],
  ["via", ({ via }) => via],
  ["commit", ({ commit }) => commit],
  ["url", ({ url }) => url],
];
