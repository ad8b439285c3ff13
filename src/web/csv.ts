import { stringify } from "csv-stringify/sync";

/** Columns in their order: the name, and what a row has there. */
export type Columns<Row> = readonly (readonly [string, (row: Row) => string | number | undefined])[];

/**
 * One line a row, as RFC 4180 has it. A cell that a spreadsheet would take for a formula begins with a quote, as OWASP advises:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvOf = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  stringify(
    rows.map((row) => columns.map(([, value]) => value(row) ?? "")),
    {
      header: true,
      columns: columns.map(([name]) => name),
      record_delimiter: "windows",
      quoted_match: /[\r\n]/u,
      escape_formulas: true,
    },
  );
