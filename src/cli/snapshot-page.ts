import { snapshotReference } from "./snapshot-reference.ts";

/** What stands between the markers of docs/snapshots.md. */
export interface Examples {
  /** Text of a file of the worked example. */
  readonly file: (name: string) => string;
  /** What the command line answers to these arguments. */
  readonly answer: (args: string) => string;
}

/** The page with its reference and its worked example brought up to date. */
export const snapshotPage = (page: string, examples: Examples): string =>
  page
    .replaceAll(EXAMPLE, (_, what: string) => `\n${shown(what, examples)}\n`)
    .replace(REFERENCE, () => `\n${snapshotReference()}\n\n`);

const EXAMPLE = /(?<=<!-- example:begin (.*?) -->\n)[^]*?(?=<!-- example:end -->)/gu;
const REFERENCE = /(?<=<!-- reference:begin -->\n)[^]*(?=<!-- reference:end -->)/u;

const shown = (what: string, { file, answer }: Examples): string => {
  const [, args] = /^answer: (.*)$/u.exec(what) ?? [];
  if (args !== undefined) return fenced("text", `$ gatehouse ${args}\n${answer(args)}`);
  return fenced(what.endsWith(".json") ? "json" : "yaml", file(what));
};

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
