import type { Entry } from "./transcript.ts";

const LIGHTS: Readonly<Record<string, string>> = { success: "🟢", failure: "🔴", action_required: "🟡", neutral: "⚪" };

/** A scene as a person at the terminal wants to read it. */
export const asText = ({ scene, title, pull, deliveries, calls, check, comments }: Entry): string => {
  const lines = [
    "",
    `${scene}. ${title}`,
    ...deliveries.map(({ event, answer }) => `   → ${event}, answered ${answer}`),
    `   ${calls.filter((call) => call.includes("graphql")).length} reads, ${calls.filter((call) => !call.includes("graphql") && !call.startsWith("GET") && !call.includes("access_tokens")).length} writes`,
    check === null ? "   no check" : `   ${LIGHTS[check.conclusion] ?? "·"} #${pull} gatehouse: ${check.title}`,
    ...(check?.annotations ?? []).map(({ path, line, message }) => `     ${path}:${line} ${message}`),
    ...Object.entries(comments).flatMap(([name, news]) => [`   ${name} comment, new lines:`, ...news.map(shown)]),
  ];
  return `${lines.join("\n")}\n`;
};

const LONGEST = 150;

/** Comments in the text are for machines; a long table row is cut. */
const shown = (line: string): string => {
  const text = line.replaceAll(/\s*<!--.*?-->/g, "").replaceAll(/<\/?sub>/g, "");
  return `     ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
};
