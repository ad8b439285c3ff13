/** Types in the words of people who write YAML. */
export const typeName = (expected: string): string => TYPE_NAMES[expected] ?? expected;

/** A value as its author would recognise it, shortened. */
export const show = (value: unknown): string => {
  if (typeof value === "string") return value === "" ? "empty text" : `\`${shorten(value)}\``;
  if (typeof value === "number" || typeof value === "boolean") return `\`${value}\``;
  if (value === undefined || value === null) return "nothing";
  return showCollection(value);
};

/** Text on one line, cut where it gets long, that can stand in backticks. */
export const shorten = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, " ").replaceAll("`", "'");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
};

const showCollection = (value: object): string => {
  const written = shorten(JSON.stringify(value));
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list (\`${written}\`)`;
  return `a map (\`${written}\`)`;
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a map (`key: value`)",
  record: "a map (`key: value`)",
};
