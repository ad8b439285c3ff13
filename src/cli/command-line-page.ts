import { exitCodesTable } from "./exit-codes.ts";

/** docs/command-line.md with its table of exit codes brought up to date. */
export const commandLinePage = (page: string): string =>
  page.replace(
    TABLE,
    () => `\n<!-- prettier-ignore-start -->\n\n${exitCodesTable()}\n\n<!-- prettier-ignore-end -->\n`,
  );

const TABLE = /(?<=<!-- exit-codes:begin -->\n)[^]*(?=<!-- exit-codes:end -->)/u;
