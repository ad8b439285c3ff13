/**
 * A text of somebody else's as a code span: GitHub makes no mention, link, closing keyword or HTML of what is inside one,
 * so that a sentence of ours can quote anything.
 */
export const quote = (text: string): string => {
  const line = text
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .replaceAll("`", "'")
    .trim();
  if (line === "") return "(empty)";
  return `\`${line.length > LONGEST ? `${line.slice(0, LONGEST).replace(/\p{Surrogate}$/u, "")}…` : line}\``;
};

const LONGEST = 100;

type Joint = "and" | "or";

/** "a", "a and b", "a, b and c"; more than six end in "and 4 more". */
export const listed = (items: readonly string[], joint: Joint = "and"): string =>
  series(items.length > MOST ? [...items.slice(0, MOST), `${items.length - MOST} more`] : items, joint);

/** As `listed`, however many there are. */
export const series = (items: readonly string[], joint: Joint = "and"): string =>
  items.length <= 1 ? items.join("") : `${items.slice(0, -1).join(", ")} ${joint} ${items.at(-1) ?? ""}`;

/** As `series`, for phrases: semicolons part those that have commas of their own. */
export const phrases = (items: readonly string[], joint: Joint = "and"): string =>
  items.length > 1 && items.some((item) => item.includes(","))
    ? `${items.slice(0, -1).join("; ")}; ${joint} ${items.at(-1) ?? ""}`
    : series(items, joint);

const MOST = 6;

/** "1 sign-off", "2 sign-offs". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/** Whether two logins or label names are the same, as GitHub compares them: without regard to case. */
export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A moment for people who may be anywhere; nobody needs its seconds. */
export const minute = (time: Date): string => `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** A sentence's beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
