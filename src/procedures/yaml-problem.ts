import type { YAMLException } from "js-yaml";

interface Explained {
  readonly code: string;
  readonly message: string;
}

interface Rule {
  readonly reason: RegExp;
  readonly code: string;
  /** `near` is what stands at the place of the problem, shortened. */
  readonly say: (near: string, reason: string) => string;
}

/** What a YAML error means to somebody who writes procedures, and how to mend it. */
export const explain = ({ reason, mark }: YAMLException, text: string): Explained => {
  const near = restOfLine(text, mark?.position ?? 0);
  const rule = RULES.find((candidate) => candidate.reason.test(reason));
  if (rule !== undefined) return { code: rule.code, message: rule.say(near, reason) };
  const at = near === "" ? "at the end of the line" : `at \`${near}\``;
  return {
    code: "syntax",
    message: `This is not valid YAML: ${reason} ${at}. Check indentation, quotes and brackets before it.`,
  };
};

const RULES: readonly Rule[] = [
  {
    reason: /duplicated mapping key/u,
    code: "duplicate-key",
    say: (near) =>
      `The key \`${keyOf(near)}\` is given twice in one block; expected each key once. Remove one of the two.`,
  },
  {
    reason: /unidentified alias/u,
    code: "unquoted-asterisk",
    say: (near) =>
      `\`*${shortValue(near)}\` is read as an alias because it begins with \`*\`; put the value in quotes: "*${shortValue(near)}".`,
  },
  {
    reason: /unknown .*tag|tag .*not|cannot resolve/u,
    code: "tag",
    say: (near) =>
      `The tag at \`${near}\` is not allowed; only plain YAML without \`!tags\` is. Remove it, or put a value that begins with \`!\` in quotes.`,
  },
  {
    reason: /tab characters/u,
    code: "tab",
    say: () => "This line is indented with a tab; YAML allows spaces only. Replace the tab by spaces.",
  },
  {
    reason: /double quoted|single quoted/u,
    code: "unclosed-quote",
    say: (_, reason) =>
      `A ${reason.includes("double") ? "double" : "single"} quote is not closed; end the value with the quote it begins with.`,
  },
  {
    reason: /flow collection|flow sequence|flow mapping/u,
    code: "unclosed-bracket",
    say: (_, reason) =>
      `A list \`[…]\` or map \`{…}\` is not closed or lacks a comma (${reason}). Check its brackets and commas.`,
  },
  {
    reason: /bad indentation/u,
    code: "indentation",
    say: (near) =>
      `\`${near}\` can't stand here: the line's indentation differs from its neighbours', or a value with \`: \`, or beginning with \`@\`, \`\`\` or \`%\`, lacks quotes. Align the line, or put the value in quotes.`,
  },
  {
    reason: /nesting|depth/u,
    code: "too-deep",
    say: () => "The document is nested over 100 levels deep; write it flatter.",
  },
  {
    reason: /complex keys|object-based map/u,
    code: "key",
    say: () => "A key can't be a list or a map; expected plain text before the colon.",
  },
];

const restOfLine = (text: string, at: number): string => {
  const rest = text.slice(at, at + 200).split("\n", 1)[0] ?? "";
  return rest.length > 40 ? `${rest.slice(0, 39)}…` : rest.trim();
};

const keyOf = (near: string): string => near.split(":", 1)[0]?.trim() ?? near;

const shortValue = (near: string): string => near.replace(/[\],}].*$/u, "").replace(/^\*/u, "");
