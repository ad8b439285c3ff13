import { durationOf } from "./durations.js";
/** The request that was meant, or a sentence for each thing that is wrong with it. */
export const requestOf = (given, names) => {
    const parts = {
        url: urlOf(given, names),
        repository: repositoryOf(given.repository, names),
        environment: environmentOf(given.environment, names),
        sha: shaOf(given.sha, names),
        token: tokenOf(given.token, names),
        waitMs: waitOf(given.wait, names),
        pollMs: pollOf(given.poll, names),
    };
    const wrong = Object.values(parts).flatMap((part) => ("wrong" in part ? [part.wrong] : []));
    const { url, repository, environment, sha, token, waitMs, pollMs } = parts;
    if ("wrong" in url || "wrong" in repository || "wrong" in environment || "wrong" in sha)
        return wrong;
    if ("wrong" in token || "wrong" in waitMs || "wrong" in pollMs)
        return wrong;
    return {
        url: url.is,
        repository: repository.is,
        environment: environment.is,
        sha: sha.is,
        token: token.is,
        waitMs: waitMs.is,
        pollMs: pollMs.is,
    };
};
const isBlank = (text) => text === undefined || text.trim() === "";
const urlOf = ({ url, allowHttp }, names) => {
    if (isBlank(url))
        return { wrong: `${names.url} is missing: the address of your Gatehouse, such as https://gatehouse.example.com.` };
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
        return { wrong: `${names.url} is no address: \`${url}\`; expected one such as https://gatehouse.example.com.` };
    if (parsed.username !== "" || parsed.password !== "" || parsed.search !== "" || parsed.hash !== "")
        return { wrong: `${names.url} holds more than an address: leave out user, password, \`?\` and \`#\`.` };
    if (parsed.protocol === "http:" && !allowHttp && !isHere(parsed.hostname))
        return {
            wrong: `${names.url} begins with http:, and a token would go over the network unencrypted. Use https:, or say ${names.allowHttp} where that network is your own.`,
        };
    return { is: `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "") };
};
const isHere = (host) => host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
const repositoryOf = (text, names) => {
    if (isBlank(text))
        return { wrong: `${names.repository} is missing: the repository as OWNER/NAME.` };
    return /^[\w-]+\/[\w.-]+$/.test(text.trim())
        ? { is: text.trim() }
        : { wrong: `${names.repository} is no repository: \`${text}\`; expected OWNER/NAME.` };
};
const environmentOf = (text, names) => {
    if (isBlank(text))
        return { wrong: `${names.environment} is missing: the environment as GitHub has it, such as production.` };
    const name = text.trim();
    // An address can't hold them: they mean folders there.
    if (name === "." || name === "..")
        return { wrong: `${names.environment} is no environment: \`${name}\`.` };
    return { is: name };
};
const shaOf = (text, names) => {
    if (isBlank(text))
        return { wrong: `${names.sha} is missing: the full commit, as \`git rev-parse HEAD\` prints it.` };
    return /^[\da-f]{40}$/i.test(text.trim())
        ? { is: text.trim().toLowerCase() }
        : {
            wrong: `${names.sha} is no full commit: \`${text}\`; expected 40 hexadecimal digits, as \`git rev-parse HEAD\` prints them.`,
        };
};
/** Never shown, whatever is wrong with it. */
const tokenOf = (text, names) => {
    if (isBlank(text))
        return {
            wrong: `${names.token} is missing: a GitHub token that can read the repository, such as \`gh auth token\` prints.`,
        };
    return /^[\w.~+/=-]+$/.test(text.trim())
        ? { is: text.trim() }
        : { wrong: `${names.token} holds no token: a token has no spaces, line breaks or quotation marks.` };
};
const LONGEST_WAIT_MS = 24 * 3_600_000;
const waitOf = (text, names) => {
    const wait = durationOf(text);
    return wait === undefined || wait > LONGEST_WAIT_MS
        ? {
            wrong: `${names.wait} is no time to wait: \`${text}\`; expected one such as 90s, 30m or 2h, at most 24h; 0 does not wait.`,
        }
        : { is: wait };
};
const SHORTEST_POLL_MS = 1000;
const LONGEST_POLL_MS = 600_000;
const pollOf = (text, names) => {
    const poll = durationOf(text);
    return poll === undefined || poll < SHORTEST_POLL_MS || poll > LONGEST_POLL_MS
        ? { wrong: `${names.poll} is no time between two questions: \`${text}\`; expected 1s to 10m.` }
        : { is: poll };
};
