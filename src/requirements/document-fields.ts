import type { RootContent } from "mdast";
import { fields, tables, type FieldCell } from "../markdown/fields.ts";
import { bare } from "../markdown/sections.ts";
import { dateOf, FORM, type Written } from "./document-forms.ts";
import { firstOf, noSection, type File, type Flaw, type Place } from "./document-flaw.ts";
import type { FieldRule } from "./document-rules.ts";
import { expectedOf, wrongIn, type Branches } from "./document-values.ts";
import { sectionsNamed } from "./parts.ts";
import { quote } from "./wording.ts";

/** A value with its name: a labelled line, or a row of a table. */
export interface NamedValue extends Written {
  readonly name: string;
  /** The cells of a row behind its name; one value where it is a line. */
  readonly cells: readonly FieldCell[];
}

/** Where fields are looked for. */
export interface FieldPlace extends Place {
  readonly file: File;
  readonly nodes: readonly RootContent[];
  readonly branches: Branches;
}

/** The first field that is not there, not filled in, or not what it has to be. */
export const fieldLacking = (rules: readonly FieldRule[], place: FieldPlace): Flaw | undefined =>
  firstOf(rules, (rule) => {
    const found = valuesOf(rule, place);
    if (found === undefined) return noSection(place, rule.under?.[0] ?? "");
    const flaws = found.map((value) => valueFlaw(rule, value, place) ?? orderFlaw({ rule, rules, value }, place));
    if (flaws.includes(undefined)) return undefined;
    return flaws[0] ?? missing(rule, place);
  });

/** What stands beside a name; undefined where the heading under which it should stand is not there. */
export const valuesOf = (
  { name, under }: Pick<FieldRule, "name" | "under">,
  place: Pick<FieldPlace, "file" | "nodes">,
): readonly NamedValue[] | undefined => {
  const wanted = new Set(name.map(bare));
  const among = (nodes: readonly RootContent[]) => namedValues(nodes).filter((one) => wanted.has(bare(one.name)));
  if (under === undefined) return among(place.nodes);
  const sections = sectionsNamed(place.file.text, under);
  return sections.length === 0 ? undefined : sections.flatMap(({ allNodes }) => among(allNodes));
};

/** Every labelled line, then every row of a table, whose first cell names it. Looked through once for each text. */
const namedValues = (allNodes: readonly RootContent[]): readonly NamedValue[] => {
  const known = values.get(allNodes);
  if (known !== undefined) return known;
  const lines = fields({ allNodes }).map(({ value, ...field }) => ({ ...field, text: value, cells: [] }));
  const rows = tables({ allNodes }).flatMap((table) =>
    table.rows.map(({ line, cells: [name, ...cells] }) => ({
      ...(cells[0] ?? { text: "", filled: false }),
      name: name?.text ?? "",
      line,
      cells,
    })),
  );
  const found = [...lines, ...rows];
  values.set(allNodes, found);
  return found;
};

const values = new WeakMap<readonly RootContent[], readonly NamedValue[]>();

const valueFlaw = (rule: FieldRule, value: NamedValue, { path, where, branches }: FieldPlace): Flaw | undefined => {
  const wrong = wrongIn(rule, value, branches);
  if (wrong === undefined) return undefined;
  const name = rule.name[0] ?? "";
  return {
    code: wrong.code,
    path,
    reason: `The field ${quote(name)} of ${where} ${wrong.says} (line ${value.line}).`,
    remedy: `Write ${quote(`**${name}:**`)} in ${where}, followed by ${wrong.expected}.`,
  };
};

const missing = ({ name: [name = ""], under, ...rule }: FieldRule, { path, where }: FieldPlace): Flaw => {
  const place = under === undefined ? "" : ` under the heading ${quote(under[0] ?? "")}`;
  return {
    code: "incomplete",
    path,
    reason: `The field ${quote(name)} of ${where} is not there${place === "" ? "" : `,${place}`}.`,
    remedy: `Write ${quote(`**${name}:**`)} in ${where}${place}, followed by ${expectedOf(rule)}.`,
  };
};

interface Compared {
  readonly rule: FieldRule;
  readonly rules: readonly FieldRule[];
  readonly value: NamedValue;
}

/** Dates out of order. The same day is in order; a date that is none itself is spoken of by its own rule. */
const orderFlaw = ({ rule, rules, value }: Compared, place: FieldPlace): Flaw | undefined => {
  const { after } = rule;
  const other = rules.find(({ name }) => after !== undefined && name.some((one) => bare(one) === bare(after)));
  const first = other === undefined ? undefined : valuesOf(other, place)?.find(FORM.date.fits);
  const [earlier, later] = [dateOf(first?.text ?? ""), dateOf(value.text)];
  if (earlier === undefined || later === undefined || later >= earlier) return undefined;
  const [name, otherName] = [quote(rule.name[0] ?? ""), quote(after ?? "")];
  return {
    code: "invalid",
    path: place.path,
    reason: `The field ${name} of ${place.where} says ${quote(later)}, which is before ${otherName}, ${quote(earlier)} (line ${value.line}).`,
    remedy: `Put ${otherName} and ${name} of ${place.where} in order.`,
  };
};
