import type { YAMLException } from "js-yaml";

interface Explained {
  readonly code: string;
  readonly message: string;
  /** Offset in the text of what is to be mended. */
  readonly at: number;
}

/** What js-yaml says, and what stands at the place of the problem up to the end of the line. */
interface Symptom {
  readonly reason: string;
  readonly near: string;
}

interface Rule {
  readonly code: string;
  readonly when: (symptom: Symptom) => boolean;
  readonly say: (symptom: Symptom) => string;
  /** How far before the reported place the culprit begins. */
  readonly back?: number;
}

/** What a YAML error means to somebody who writes procedures, and how to mend it. */
export const explain = ({ reason, mark }: YAMLException, text: string): Explained => {
  const at = mark?.position ?? 0;
  const symptom = { reason, near: restOfLine(text, at) };
  const rule = RULES.find(({ when }) => when(symptom)) ?? ANYTHING;
  return { code: rule.code, message: rule.say(symptom), at: Math.max(0, at - (rule.back ?? 0)) };
};

const says =
  (pattern: RegExp) =>
  ({ reason }: Symptom): boolean =>
    pattern.test(reason);

const RULES: readonly Rule[] = [
  {
    code: "duplicate-key",
    when: says(/duplicated mapping key/u),
    say: ({ near }) =>
      `The key \`${keyOf(near)}\` is given twice in one block; expected each key once. Remove one of the two.`,
  },
  {
    code: "unquoted-asterisk",
    when: says(/unidentified alias/u),
    say: ({ near }) =>
      `\`*${valueOf(near)}\` is read as an alias because it begins with \`*\`. Put it in quotes: "*${valueOf(near)}".`,
    back: 1,
  },
  {
    code: "unquoted-sign",
    when: ({ reason, near }) => /indentation|flow/u.test(reason) && /^[@%`]/u.test(near),
    say: ({ near }) => `A value can't begin with \`${near.charAt(0)}\` in YAML. Put it in quotes: "${valueOf(near)}".`,
  },
  {
    code: "unquoted-colon",
    when: ({ reason, near }) => reason.includes("indentation of a mapping") && near.startsWith(":"),
    say: () => "A value with a colon and a space in it, `: `, is read as another key. Put the whole value in quotes.",
  },
  {
    code: "tag",
    when: says(/\btag\b/u),
    say: ({ near }) =>
      `The tag at \`${near}\` is not allowed; expected plain YAML without tags. Remove it, or put a value that begins with \`!\` in quotes.`,
  },
  {
    code: "tab",
    when: says(/tab characters/u),
    say: () => "This line is indented with a tab; expected spaces. Replace the tab by spaces.",
  },
  {
    code: "unclosed",
    when: says(/deficient indentation|within a (double|single) quoted|within a flow/u),
    say: () =>
      "A quote, `[` or `{` above is not closed, or this line is indented less than the value it continues. Close it, or indent the line.",
  },
  {
    code: "brackets",
    when: says(/flow (collection|sequence|mapping)/u),
    say: ({ reason, near }) =>
      `The list \`[…]\` or map \`{…}\` is broken at \`${near}\`: ${reason}. Check its commas and brackets.`,
  },
  {
    code: "indentation",
    when: says(/bad indentation/u),
    say: ({ near }) =>
      `\`${near}\` is indented differently from the lines it belongs to. Align it with its neighbours.`,
  },
  {
    code: "too-deep",
    when: says(/nesting|depth/u),
    say: () => "The document is nested over 100 levels deep. Write it flatter.",
  },
  {
    code: "key",
    when: says(/complex keys|object-based map/u),
    say: () => "A key can't be a list or a map; expected plain text before the colon.",
  },
  {
    code: "mixed",
    when: says(/end of the stream or a document separator/u),
    say: ({ near }) =>
      `\`${near}\` does not continue what is above it: a list and keys are mixed, or a bracket is left over. Check indentation and brackets.`,
  },
];

const ANYTHING: Rule = {
  code: "syntax",
  when: () => true,
  say: ({ reason, near }) =>
    `This is not valid YAML: ${reason}${near === "" ? "" : ` at \`${near}\``}. Check indentation, quotes and brackets before it.`,
};

const restOfLine = (text: string, at: number): string => {
  const rest = (text.slice(at, at + 200).split("\n", 1)[0] ?? "").replaceAll(/\p{Cc}/gu, "?").trim();
  return rest.length > 40 ? `${rest.slice(0, 39)}…` : rest;
};

const keyOf = (near: string): string => near.split(":", 1)[0]?.trim() ?? near;

const valueOf = (near: string): string => near.replace(/[\],}\s].*$/u, "");
