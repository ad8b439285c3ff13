import { datesIn, isFuture, startOf } from "./calendar-date.ts";
import { isPerson } from "./document-forms.ts";
import { valuesOf, type NamedValue } from "./document-fields.ts";
import { firstOf, noSection, placeOf, type Flaw, type Scene } from "./document-flaw.ts";
import { readMarkdown } from "./reading.ts";
import { quote } from "./wording.ts";

/** The first of those who must have signed and did not: with a name, and a date that is not in the future. */
export const signatureLacking = (scene: Scene): Flaw | undefined => {
  const { signed } = scene.settings;
  if (signed === undefined) return undefined;
  const { file } = scene;
  const place = { file, nodes: readMarkdown(file.text).root.children };
  return firstOf(signed.lines, (name) => {
    const found = valuesOf({ name, under: signed.under }, place);
    if (found === undefined) return noSection(placeOf(file), signed.under?.[0] ?? "");
    const flaws = found.map((line) => unsigned(name[0] ?? "", line, scene));
    if (flaws.includes(undefined)) return undefined;
    return flaws[0] ?? flaw(name[0] ?? "", "has no line for it", scene);
  });
};

const flaw = (name: string, problem: string, { file: { path } }: Scene): Flaw => ({
  code: "unsigned",
  path,
  reason: `${quote(name)} has not signed ${quote(path)}: it ${problem}.`,
  remedy: `Have ${quote(name)} sign ${quote(path)} in a line such as ${quote(`${name}: NAME - Date: 2026-03-01`)}.`,
});

const unsigned = (name: string, line: NamedValue, scene: Scene): Flaw | undefined => {
  const { text, isFilled } = whole(line);
  const at = `(line ${line.line})`;
  if (!isFilled) return flaw(name, `is not filled in ${at}`, scene);
  const [found, ...more] = datesIn(text);
  if (found === undefined) return flaw(name, `says ${quote(text)}, without a date ${at}`, scene);
  if (more.length > 0) return flaw(name, `says ${quote(text)}, with more than one date ${at}`, scene);
  const { date } = found;
  if (date === undefined)
    return flaw(name, `says ${quote(found.text)}, which is not a date of the calendar ${at}`, scene);
  if (isFuture(date, scene.now))
    return { ...flaw(name, `says ${quote(date)}, which is yet to come ${at}`, scene), wakeAt: startOf(date) };
  const signer = signerIn(text.replace(date, " "));
  return isPerson(signer) ? undefined : flaw(name, `says ${quote(text)}, without the name of a person ${at}`, scene);
};

/** A row has name and date in cells of their own. */
const whole = ({ text, filled, cells }: NamedValue): { readonly text: string; readonly isFilled: boolean } => {
  const said = cells.filter((cell) => cell.text !== "");
  if (said.length === 0) return { text, isFilled: filled };
  return { text: said.map((cell) => cell.text).join(" - "), isFilled: said.every((cell) => cell.filled) };
};

/** What is left of a line without its date: "Ada Lovelace - Date: " is "Ada Lovelace". */
const signerIn = (rest: string): string =>
  rest
    .replaceAll(/(?<![\p{L}\p{N}])(?:date|signed|signed on|on|name|signature|datum|fecha)\s*[:：]/giu, " ")
    .replaceAll(/\(\s*\)|[*_~]/gu, " ")
    .replaceAll(/^[\s,;:|/.–—-]+|(?:\s+(?:on|at|,|am)|[\s,;:|/–—-])+$/giu, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
