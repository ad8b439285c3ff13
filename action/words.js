import { inWords } from "./durations.js";
/** An answer as lines for people, the decision first. */
export const linesOf = ({ decision, title, reasons, despite, opensAt }) => [
    `${WORDS[decision]}: ${title}`,
    ...(despite === undefined ? [] : [`  although something holds it: ${despite}`]),
    ...reasons.map((reason) => `  - ${reason}`),
    ...(opensAt === undefined || decision !== "awaiting" ? [] : [`  The clock holds it until ${opensAt}.`]),
].map(oneLine);
const WORDS = { approved: "Approved", awaiting: "Awaiting", rejected: "Rejected" };
/** What it came to, in one sentence. */
export const sentenceOf = (outcome, { environment, sha }, waitMs) => {
    const what = `The deployment of ${sha.slice(0, 12)} to ${oneLine(environment)}`;
    switch (outcome.kind) {
        case "approved":
            return `${what} is approved.`;
        case "rejected":
            return `${what} is rejected: ${oneLine(outcome.answer.title)}`;
        case "awaiting":
            return `${what} is not approved${waitMs === 0 ? "" : ` after ${inWords(waitMs)}`}: ${oneLine(outcome.answer.title)}`;
        case "interrupted":
            return `${what} was not approved when waiting was stopped.`;
        case "refused":
        case "unreachable":
            return `${what} could not be asked about: ${oneLine(outcome.message)}`;
    }
};
/**
 * One line without control characters, without marks that turn the direction of what follows, and without what GitHub's runner would
 * take for a command: texts are other people's.
 */
export const oneLine = (text) => text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "")
    .replaceAll("##[", "## [")
    .replace(/^\s*::/u, ": :");
