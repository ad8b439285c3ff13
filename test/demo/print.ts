import { PEOPLE } from "./people.ts";
import { DateTime } from "luxon";
import { FILES, PROCEDURE_PATH } from "./repository.ts";
import type { Told } from "./story.ts";
import type { Entry } from "./transcript.ts";

const LIGHTS: Readonly<Record<string, string>> = { success: "🟢", failure: "🔴", action_required: "🟡", neutral: "⚪" };

/** Who is who, and what the repository asks of a change. */
export const introduction = (): string => {
  const people = PEOPLE.map(({ name, is }) => `${name} ${is}`).join(", ");
  const procedure = (FILES[PROCEDURE_PATH] ?? "").split("\n").filter((line) => /^(?:#|- \[ \])/.test(line));
  const lines = [
    `The people of acme/shop: ${people}.`,
    "All of them have write permission. What a change has to go through stands in",
    `${PROCEDURE_PATH}:`,
    ...procedure.map((line) => `  ${line}`),
    "The check `gatehouse` is required on pull requests, and the environment `production` waits for Gatehouse; production may be",
    "deployed to from Monday to Thursday, 9 to 16 in Berlin. A step that says nothing else asks for a tick.",
    "After each act you read which webhooks came of it, what the checks say, what is new in Gatehouse's comments, and what a",
    "workflow that waits was told.",
  ];
  return `${lines.join("\n")}\n`;
};

/** A scene as a person at the terminal wants to read it. */
export const asText = (entry: Entry, { story, isFirst }: Told): string => {
  const { scene, title, at } = entry;
  const lines = [
    ...(isFirst ? ["", `═══ ${story.title} (${story.name})`] : []),
    "",
    `${scene}. ${clock(at)}: ${title}`,
    ...cameOf(entry),
  ];
  return `${lines.join("\n")}\n`;
};

/** What came of it, line by line: webhooks, checks, comments, and what a run was told. */
export const cameOf = ({ pull, deliveries, calls, check, comments, run }: Entry): readonly string[] => [
  ...deliveries
    .filter((delivery) => !isEcho(delivery))
    .map(({ event, by, answer }) => `   → ${event} by ${by}, answered ${answer}`),
  `   Gatehouse asked GitHub ${times(calls.filter((call) => call.includes("graphql")).length)} and wrote ${times(calls.filter(isWrite).length)}`,
  check === null ? "   no check" : `   ${LIGHTS[check.conclusion] ?? "·"} #${pull} gatehouse: ${check.title}`,
  ...(check?.annotations ?? []).map(({ path, line, message }) => `     ${path}:${line} ${message}`),
  ...Object.entries(comments).flatMap(([name, news]) => {
    const shown = news.flatMap(asShown);
    return shown.length === 0 ? [] : [`   new in the ${name} comment:`, ...shown.map((line) => `     ${line}`)];
  }),
  ...(run === null ? [] : runLines(run)),
];

/** A moment by the clock of the story. */
export const clock = (at: string): string =>
  DateTime.fromISO(at, { zone: "Europe/Berlin" }).setLocale("en-US").toFormat("ccc d LLL, HH:mm");

/** What the page of the run and the commit's checks show. */
const runLines = ({ status, reviews, check }: NonNullable<Entry["run"]>): readonly string[] => {
  if (reviews.length === 0 && check === null) return [`   the run: ${status}, nothing new is said to it`];
  return [
    `   the run: ${status}`,
    ...(check === null ? [] : [`   ${LIGHTS[check.conclusion] ?? "·"} ${check.name}: ${check.title}`]),
    ...reviews.flatMap(({ state, lines }) => [
      `   the run was ${SAID[state] ?? state}:`,
      ...lines.flatMap(asShown).map((line) => `     ${line}`),
    ]),
  ];
};

const SAID: Readonly<Record<string, string>> = {
  pending: "told why it waits",
  approved: "let through",
  rejected: "refused",
};

/** What GitHub tells Gatehouse of Gatehouse's own check runs and comments. */
const isEcho = ({ event, by }: Entry["deliveries"][number]): boolean =>
  event.startsWith("check_") || by.endsWith("[bot]");

const isWrite = (call: string): boolean =>
  !call.includes("graphql") && !call.startsWith("GET") && !call.includes("access_tokens");

const times = (count: number, none = "nothing"): string => [none, "once", "twice"][count] ?? `${count} times`;

/** Markdown of a comment as lines for the terminal. What only machines read is left out. */
const asShown = (line: string): readonly string[] => {
  const text = line.replaceAll(/<!--.*?-->/g, "").replaceAll(/<\/?(?:sub|details|summary)>/g, "");
  if (text.trim() === "" || isTableHead(text)) return [];
  return text.startsWith("| ") ? row(text) : [plainText(text).trimEnd()];
};

const isTableHead = (text: string): boolean => text.startsWith("| Step |") || text.startsWith("| :--");

/** A row of the table of steps reads better as two lines than as one that runs over the edge. */
const row = (text: string): readonly string[] => {
  const [step = "", state = "", why = "", remedy = "", who = ""] = text
    .split("|")
    .slice(1)
    .map((cell) => plainText(cell.trim()));
  return [`${state}: ${step}. ${why}`, ...(remedy === "" ? [] : [`     ${who === "" ? "" : `${who}: `}${remedy}`])];
};

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

/** As a page would show it: links by their words, entities and escaped signs as what they stand for. */
const plainText = (markdown: string): string =>
  markdown
    .replaceAll(/(?<!\\)\[([^\]]*)\]\(https?:[^)]*\)/g, "$1")
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll(/\\([\\`*~[\]$_+=.-])/g, "$1")))
    .join("")
    .replaceAll(/&(?:#(\d+)|(\w+));/g, (entity: string, number?: string, name?: string) =>
      number === undefined ? (NAMED[name ?? ""] ?? entity) : String.fromCodePoint(Number(number)),
    )
    .replaceAll("\u200B", "");
