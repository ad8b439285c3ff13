import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
/** The runner of this process. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export const runnerOf = (env, write) => ({
    input: (name) => (env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] ?? "").trim(),
    print: (line) => write(`${line}\n`),
    annotate: (level, { title, message }) => write(`::${level} title=${property(title)}::${data(message)}\n`),
    output: (name, value) => append(env["GITHUB_OUTPUT"], fileCommand(name, value)),
    summarise: (markdown) => append(env["GITHUB_STEP_SUMMARY"], `${cut(markdown)}\n`),
});
/** Escapes as GitHub's own toolkit does: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
const data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
/** The delimiter is made up anew each time, so that no text can end its own value. */
const fileCommand = (name, value) => {
    const delimiter = `gatehouse-${randomUUID()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
};
/** GitHub takes 1 MiB of a step's summary, and nothing of a larger one. */
const MOST_BYTES = 1_000_000;
const cut = (markdown) => Buffer.byteLength(markdown) <= MOST_BYTES
    ? markdown
    : `${Buffer.from(markdown).subarray(0, MOST_BYTES).toString("utf8")}\n\n_Cut here; the gate's answer has all of it._`;
const append = (file, text) => {
    if (file !== undefined && file !== "")
        appendFileSync(file, text);
};
