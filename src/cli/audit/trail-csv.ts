import { csvOf, type Columns } from "../../web/csv.ts";
import type { AuditTrail, TrailEntry } from "./audit-trail.ts";

/** One line an entry. */
export const trailCsv = ({ entries }: AuditTrail): string => csvOf(COLUMNS, entries);

const COLUMNS: Columns<TrailEntry> = [
  ["sequence", ({ sequence }) => sequence],
  ["at", ({ at }) => at],
  ["recorded_at", ({ recordedAt }) => recordedAt],
  ["subject", ({ subject }) => subject.kind],
  ["number", ({ subject }) => subject.number],
  ["url", ({ subject }) => subject.url],
  ["act", ({ act }) => act],
  ["attempted", ({ attempted }) => attempted],
  ["by", ({ by }) => by?.login],
  ["by_type", ({ by }) => by?.type],
  ["role", ({ role }) => role],
  ["permission", ({ permission }) => permission],
  ["procedure", ({ procedure }) => procedure],
  ["step", ({ step }) => step],
  ["text", ({ text }) => text],
  ["from", ({ from }) => from],
  ["to", ({ to }) => to],
  ["word", ({ word }) => word],
  ["gate", ({ gate }) => gate],
  ["freeze", ({ freeze }) => freeze],
  ["expires", ({ expires }) => expires],
  ["environment", ({ environment }) => environment],
  ["reason", ({ reason }) => reason],
  ["why_refused", ({ why }) => why],
  ["via", ({ via }) => via],
  ["commit", ({ commit }) => commit?.sha],
  ["commit_url", ({ commit }) => commit?.url],
  ["base", ({ base }) => base],
  ["comment", ({ comment }) => comment],
  ["delivery", ({ delivery }) => delivery],
  ["previous_hash", ({ previousHash }) => previousHash],
  ["hash", ({ hash }) => hash],
];
