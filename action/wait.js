import { inWords } from "./durations.js";
/** Asks until there is a decision that waiting changes nothing about, or the time is over. */
export const waitFor = async (waiting) => {
    const { signal, world } = waiting;
    const startedAt = world.now();
    for (let course = START;;) {
        const told = await waiting.ask();
        if (signal.aborted)
            return INTERRUPTED;
        const end = finalOf(told);
        if (end !== undefined)
            return end;
        const before = course;
        course = continued(before, told);
        const isNews = course.said !== before.said;
        if (isNews && told.kind === "answer")
            waiting.tell.news(told.answer);
        const left = startedAt + timeFor(told, waiting) - world.now();
        if (left <= 0 || course.failures >= MOST_FAILURES)
            return endOf(told, waiting);
        if (isNews && told.kind === "trouble")
            waiting.tell.trouble(told.message);
        await world.sleep(Math.min(left, pauseOf(told, course, waiting)), signal);
        if (signal.aborted)
            return INTERRUPTED;
    }
};
const START = { round: 0, heard: false, failures: 0, said: "" };
const INTERRUPTED = { kind: "interrupted" };
/** A host that has never answered is more likely mistyped than restarting. */
const MOST_FAILURES = 5;
const finalOf = (told) => {
    if (told.kind === "refused")
        return told;
    if (told.kind !== "answer" || told.answer.decision === "awaiting")
        return undefined;
    return { kind: told.answer.decision, answer: told.answer, json: told.json };
};
const continued = (course, told) => {
    const said = sayingOf(told) ?? course.said;
    const heard = course.heard || told.kind === "answer";
    return {
        said,
        heard,
        round: told.kind === "answer" && said !== course.said ? 0 : course.round + 1,
        failures: told.kind === "trouble" && !heard ? course.failures + 1 : 0,
    };
};
/** What would be worth a line if it changed. */
const sayingOf = (told) => {
    if (told.kind === "trouble")
        return told.message;
    if (told.kind !== "answer")
        return undefined;
    const { decision, title, reasons, opensAt } = told.answer;
    return JSON.stringify([decision, title, reasons, opensAt]);
};
/** Who does not want to wait for others waits at least for an answer, which takes its time when nobody has asked before. */
const TIME_TO_DECIDE_MS = 45_000;
const timeFor = ({ kind }, { waitMs }) => kind === "pending" ? Math.max(waitMs, TIME_TO_DECIDE_MS) : waitMs;
const endOf = (told, { waitMs }) => {
    if (told.kind === "answer")
        return { kind: "awaiting", answer: told.answer, json: told.json };
    if (told.kind === "trouble" || told.kind === "refused")
        return { kind: "unreachable", message: told.message };
    return {
        kind: "unreachable",
        message: `Gatehouse came to no decision within ${inWords(Math.max(waitMs, TIME_TO_DECIDE_MS))}: it or GitHub is slow.`,
    };
};
const FIRST_PAUSE_MS = 2000;
/** Twice as long each time nothing changed, with chance so that many who wait don't ask together; sooner where the clock is all that is awaited. */
const pauseOf = (told, { round }, { pollMs, world }) => {
    const most = Math.min(pollMs, FIRST_PAUSE_MS * 2 ** Math.min(round, 20));
    const pause = most * (0.5 + world.random() / 2);
    if (told.kind === "answer")
        return Math.min(pause, untilOpening(told.answer, world));
    const asked = told.kind === "refused" ? undefined : told.retryMs;
    return told.kind === "pending" ? (asked ?? pause) : Math.max(pause, asked ?? 0);
};
const SHORTEST_PAUSE_MS = 500;
const untilOpening = ({ opensAt }, { now, random }) => {
    const left = Date.parse(opensAt ?? "") - now();
    return left > 0 ? left + SHORTEST_PAUSE_MS * (1 + random()) : Number.POSITIVE_INFINITY;
};
