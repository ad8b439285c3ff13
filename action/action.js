import { check } from "./check.js";
import { requestOf } from "./request.js";
import { runnerOf } from "./runner.js";
import { tokenIn } from "./token-file.js";
import { linesOf, sentenceOf } from "./words.js";
/** What the GitHub Action does: waits for the gate, and fails the step unless the deployment is approved. */
const main = async (runner) => {
    const request = requested(runner);
    if (isWrong(request)) {
        runner.annotate("error", { title: "Gatehouse: wrong inputs", message: request.join("\n") });
        runner.summarise(request.map((sentence) => `- ${sentence}`).join("\n"));
        return false;
    }
    const outcome = await check(request, {
        news: (answer) => linesOf(answer).forEach(runner.print),
        trouble: (message) => runner.print(`Not asked: ${message}`),
    });
    report(outcome, request, runner);
    return outcome.kind === "approved";
};
/** A file takes the place of the token, which by default is the job's. */
const requested = (runner) => {
    const given = givenBy(runner);
    const file = runner.input("token-file");
    if (file === "")
        return requestOf(given, NAMES);
    const token = tokenIn(file);
    if (token === undefined)
        return [`The input \`token-file\` names no file that can be read: \`${file}\`.`];
    return requestOf({ ...given, token }, { ...NAMES, token: "The input `token-file`" });
};
const isWrong = (request) => Array.isArray(request);
const givenBy = ({ input }) => ({
    url: input("url"),
    repository: input("repository"),
    environment: input("environment"),
    sha: input("sha"),
    token: input("token"),
    wait: input("wait"),
    poll: input("poll"),
    allowHttp: input("allow-http").toLowerCase() === "true",
});
const NAMES = {
    url: "The input `url`",
    repository: "The input `repository`",
    environment: "The input `environment`",
    sha: "The input `sha`",
    token: "The input `token`",
    wait: "The input `wait`",
    poll: "The input `poll`",
    allowHttp: "`allow-http: true`",
};
const report = (outcome, request, runner) => {
    const sentence = sentenceOf(outcome, request, request.waitMs);
    if ("answer" in outcome) {
        const { answer } = outcome;
        linesOf(answer).forEach(runner.print);
        runner.output("decision", answer.decision);
        runner.output("title", answer.title);
        runner.output("opens-at", answer.opensAt ?? "");
        runner.output("report", answer.report);
        runner.summarise(`${sentence}\n\n${answer.report}`);
        annotate(outcome, sentence, runner);
        return;
    }
    runner.summarise(sentence);
    runner.annotate("error", { title: `Gatehouse: ${request.environment}`, message: sentence });
};
const annotate = ({ answer }, sentence, runner) => {
    const title = `Gatehouse: ${answer.decision}`;
    if (answer.decision !== "approved")
        runner.annotate("error", { title, message: [sentence, ...answer.reasons].join("\n") });
    else if (answer.despite !== undefined)
        runner.annotate("warning", { title, message: answer.despite });
};
process.exitCode = 1;
if (await main(runnerOf(process.env, (text) => void process.stdout.write(text))))
    process.exitCode = 0;
