/** Whether a line names a number that can be measured. */
export const hasQuantity = (line: string): boolean => QUANTITIES.some((quantity) => quantity.test(line));

const NUMBER = String.raw`(?<![\p{L}\p{N}_.#/-])\d+(?:[.,]\d+)*`;
const UNITS =
  "percent|pct|pp|bps|[mµun]?s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|rps|qps|tps|rpm|req(?:uests?)?|[kmgt]i?b|bytes?|x|times|fold|cores?|errors?|failures?|failed|exceptions?|users?|customers?|orders?|tickets?|reports?|complaints?|alerts?|timeouts?|crash(?:es)?|incidents?|messages?|jobs?|retries|restarts?";

/** A number with a unit, or behind a comparison; the number of a step or of a version is neither. */
const QUANTITIES: readonly RegExp[] = [
  new RegExp(String.raw`${NUMBER}\s?(?:[%‰×°€$]|(?:${UNITS})(?![\p{L}\p{N}]))`, "iu"),
  /(?:[<>≥≤]=?|\b(?:more than|less than|fewer than|at least|at most|above|over|below|under|beyond|exceeds?|exceeding|by|than|to)\b)\s?[€$]?\d+(?:[.,]\d+)*(?![\d-]|\.\d)/iu,
];
