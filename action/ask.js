import { answerOf, isRecord } from "./gate-answer.js";
import { networkTrouble } from "./network-words.js";
const TIMEOUT_MS = 60_000;
/** Asks Gatehouse once. Never rejects, and answers nothing but what was said about this very deployment. */
export const ask = async (request, { fetch, signal, timeoutMs = TIMEOUT_MS }) => {
    try {
        const response = await fetch(addressOf(request), {
            headers: {
                accept: "application/json",
                authorization: `Bearer ${request.token}`,
                "user-agent": "gatehouse-deploy-check",
            },
            redirect: "manual",
            signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        return toldBy(request, response, await textOf(response));
    }
    catch (error) {
        const { message, passes } = networkTrouble(error, request.url);
        return passes ? { kind: "trouble", message, retryMs: undefined } : { kind: "refused", message };
    }
};
/** Where the answer stands. */
export const addressOf = ({ url, repository, environment, sha }) => {
    const [owner = "", name = ""] = repository.split("/");
    const path = ["repos", owner, name, "deployments", environment, sha].map(encodeURIComponent).join("/");
    return `${url}/api/v1/${path}`;
};
/** No answer of Gatehouse's is near that size. */
const MOST_BYTES = 8 * 1024 * 1024;
const textOf = async ({ body }) => {
    const chunks = [];
    let size = 0;
    for await (const chunk of body ?? []) {
        size += chunk.byteLength;
        if (size > MOST_BYTES)
            throw new Error("the answer is larger than 8 MB");
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
};
const toldBy = (request, { status, headers }, text) => {
    const body = parsed(text);
    const retryMs = retryMsOf(headers.get("retry-after"));
    if (status === 200) {
        const answer = answerOf(body, request);
        return answer === undefined
            ? { kind: "refused", message: stranger(request, status) }
            : { kind: "answer", answer, json: text };
    }
    if (status === 202 && isRecord(body) && body["status"] === "pending")
        return { kind: "pending", retryMs };
    const message = problemOf(body) ?? unexplained(request, status, headers.get("location"));
    return isPassing(status) ? { kind: "trouble", message, retryMs } : { kind: "refused", message };
};
const isPassing = (status) => status === 408 || status === 429 || status >= 500;
const parsed = (text) => {
    try {
        const value = JSON.parse(text);
        return value;
    }
    catch {
        return undefined;
    }
};
/** An error in Gatehouse's words. https://www.rfc-editor.org/rfc/rfc9457 */
const problemOf = (body) => {
    if (!isRecord(body))
        return undefined;
    const { detail, remedy } = body;
    if (typeof detail !== "string")
        return undefined;
    return typeof remedy === "string" ? `${detail} ${remedy}` : detail;
};
const unexplained = ({ url }, status, location) => {
    if (status >= 300 && status < 400)
        return `${url} sends on to ${location ?? "somewhere else"} (HTTP ${status}); a token does not follow. Give the address that it sends to.`;
    if (isPassing(status))
        return `${url} answers with HTTP ${status}, and what answers is not Gatehouse: it may be restarting.`;
    return `What answers at ${url} is not Gatehouse (HTTP ${status}). Is the address right?`;
};
const stranger = ({ url }, status) => `What answers at ${url} is not what Gatehouse answers about this deployment (HTTP ${status}). Is the address right?`;
/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
const retryMsOf = (header) => {
    if (header === null)
        return undefined;
    const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
    return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};
