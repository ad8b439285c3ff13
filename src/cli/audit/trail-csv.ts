import { stringify } from "csv-stringify/sync";
import type { AuditTrail, TrailEntry } from "./audit-trail.ts";

/**
 * One line an entry, as RFC 4180 has it. A cell that a spreadsheet would take for a formula begins with a quote, as OWASP advises:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export const trailCsv = ({ entries }: AuditTrail): string =>
  stringify(
    entries.map((entry) => COLUMNS.map(([, value]) => value(entry) ?? "")),
    {
      header: true,
      columns: COLUMNS.map(([name]) => name),
      record_delimiter: "windows",
      quoted_match: /[\r\n]/u,
      escape_formulas: true,
    },
  );

const COLUMNS: readonly (readonly [string, (entry: TrailEntry) => string | number | undefined])[] = [
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
