import { answerOf, isRecord, type GateAnswer } from "./gate-answer.ts";
import { networkTrouble } from "./network-words.ts";
import type { CheckRequest } from "./request.ts";

/** What one question brought. */
export type Told =
  | { readonly kind: "answer"; readonly answer: GateAnswer; /** As it came. */ readonly json: string }
  /** It is being decided. */
  | { readonly kind: "pending"; readonly retryMs: number | undefined }
  /** It could not be asked now; that may pass. */
  | { readonly kind: "trouble"; readonly message: string; readonly retryMs: number | undefined }
  /** Something has to be changed first. */
  | { readonly kind: "refused"; readonly message: string };

export interface Asking {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Milliseconds for one answer; default a minute, because Gatehouse itself may have to wait for GitHub. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/** Asks Gatehouse once. Never rejects, and answers nothing but what was said about this very deployment. */
export const ask = async (request: CheckRequest, { fetch, signal, timeoutMs = TIMEOUT_MS }: Asking): Promise<Told> => {
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
  } catch (error) {
    const { message, passes } = networkTrouble(error, request.url);
    return passes ? { kind: "trouble", message, retryMs: undefined } : { kind: "refused", message };
  }
};

/** Where the answer stands. */
export const addressOf = ({ url, repository, environment, sha }: CheckRequest): string => {
  const [owner = "", name = ""] = repository.split("/");
  const path = ["repos", owner, name, "deployments", environment, sha].map(encodeURIComponent).join("/");
  return `${url}/api/v1/${path}`;
};

/** No answer of Gatehouse's is near that size. */
const MOST_BYTES = 8 * 1024 * 1024;

const textOf = async ({ body }: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Error("the answer is larger than 8 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const toldBy = (request: CheckRequest, { status, headers }: Response, text: string): Told => {
  const body = parsed(text);
  const retryMs = retryMsOf(headers.get("retry-after"));
  if (status === 200) {
    const answer = answerOf(body, request);
    return answer === undefined
      ? { kind: "refused", message: stranger(request, status) }
      : { kind: "answer", answer, json: text };
  }
  if (status === 202 && isRecord(body) && body["status"] === "pending") return { kind: "pending", retryMs };
  const message = problemOf(body) ?? unexplained(request, status, headers.get("location"));
  return isPassing(status) ? { kind: "trouble", message, retryMs } : { kind: "refused", message };
};

const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

const parsed = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

/** An error in Gatehouse's words. https://www.rfc-editor.org/rfc/rfc9457 */
const problemOf = (body: unknown): string | undefined => {
  if (!isRecord(body)) return undefined;
  const { detail, remedy } = body;
  if (typeof detail !== "string") return undefined;
  return typeof remedy === "string" ? `${detail} ${remedy}` : detail;
};

const unexplained = ({ url }: CheckRequest, status: number, location: string | null): string => {
  if (status >= 300 && status < 400)
    return `${url} sends on to ${location ?? "somewhere else"} (HTTP ${status}); a token does not follow. Give the address that it sends to.`;
  if (isPassing(status))
    return `${url} answers with HTTP ${status}, and what answers is not Gatehouse: it may be restarting.`;
  return `What answers at ${url} is not Gatehouse (HTTP ${status}). Is the address right?`;
};

const stranger = ({ url }: CheckRequest, status: number): string =>
  `What answers at ${url} is not what Gatehouse answers about this deployment (HTTP ${status}). Is the address right?`;

/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
const retryMsOf = (header: string | null): number | undefined => {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};
