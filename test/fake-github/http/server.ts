import { createHash, randomUUID } from "node:crypto";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Answer } from "../rest/route.ts";
import { Call } from "../rest/route.ts";
import { Refusal } from "../world/refusal.ts";
import type { World } from "../world/world.ts";
import type { Keyring, Viewer } from "./access.ts";
import { type Fault, Faults, isAnswered } from "./faults.ts";
import type { Hooks } from "./hooks.ts";
import { send } from "./manners.ts";
import type { Judge } from "./judge.ts";
import type { Limits } from "./limits.ts";
import { answerOAuth, isOAuth } from "./oauth.ts";
import type { Router } from "./router.ts";
import type { SignIns } from "./sign-ins.ts";

/** One request that reached the fake. */
export interface RecordedCall {
  readonly method: string;
  /** Without `/api/v3`; the query is kept. */
  readonly path: string;
  /** The route as GitHub's OpenAPI names it, if the fake has it. */
  readonly route: string | undefined;
  /** GraphQL only. */
  readonly operation: string | undefined;
  readonly kind: "read" | "write";
  readonly token: Viewer["kind"];
  readonly body: unknown;
  status: number;
  startedAt: Date;
  endedAt: Date | undefined;
}

/** Answers a GraphQL request; what it changed or read is its own affair. */
export type GraphQL = (ask: {
  viewer: Viewer;
  query: string;
  variables: unknown;
  operationName: string | undefined;
  limit: ReturnType<Limits["state"]>;
}) => Promise<{
  data?: unknown;
  errors?: readonly unknown[];
}>;

interface Parts {
  readonly world: World;
  readonly router: Router;
  readonly judge: Judge;
  readonly hooks: Hooks;
  readonly keyring: Keyring;
  readonly signIns: SignIns;
  readonly graphql: GraphQL;
  readonly limits: Limits;
}

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** The front door: tokens, limits, faults, latency, conditional requests and the record of calls. */
export class FrontDoor {
  readonly calls: RecordedCall[] = [];
  readonly faults = new Faults();
  readonly limits: Limits;
  latency = 0;
  /** Where browsers are led that ask for a page of GitHub's. */
  pages: string | undefined;
  readonly #parts: Parts;
  readonly #server: Server;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.limits = parts.limits;
    this.#server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
  }

  async listen(port: number, host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, resolve);
    });
    const address: AddressInfo | string | null = this.#server.address();
    if (address !== null && typeof address !== "string") this.#parts.world.url = `http://${host}:${address.port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await receive(incoming);
    const record = this.#record(request);
    this.#seekSecrets(record);
    const fault = this.faults.take(
      [record.method, record.path, record.operation ?? [], repositoryOf(request)].flat().join(" "),
    );
    await fault?.meanwhile?.();
    const reply = await this.#reply(request, record, fault);
    if (this.latency > 0) await wait(this.latency);
    record.endedAt = this.#parts.world.now();
    if (fault?.drop === true || fault?.hangs === true) {
      record.status = 0;
      if (fault.drop === true) outgoing.destroy();
      return;
    }
    record.status = reply.status;
    const body = request.method === "HEAD" ? undefined : reply.body;
    const date = this.#parts.world.now().toUTCString();
    await send(outgoing, { ...reply, headers: { ...reply.headers, date }, body, manner: fault?.manner });
  }

  #record(request: Request): RecordedCall {
    const graphql = isGraphQL(request);
    const operation = graphql ? operationOf(request.body) : undefined;
    const mutates = graphql ? operation?.type === "mutation" : request.method !== "GET" && request.method !== "HEAD";
    const record: RecordedCall = {
      method: request.method,
      path: graphql ? "/graphql" : `${request.path}${request.url.search}`,
      route: graphql ? "POST /graphql" : this.#parts.router.find(request.method, request.path)?.route.name,
      operation: operation?.name,
      kind: mutates ? "write" : "read",
      token: this.#tokenKind(request),
      body: request.body,
      status: 0,
      startedAt: this.#parts.world.now(),
      endedAt: undefined,
    };
    this.calls.push(record);
    return record;
  }

  /** What an App writes is read by everybody: no token, key or webhook secret may stand in it, nor in an address. */
  #seekSecrets({ method, path, body }: RecordedCall): void {
    const { judge, keyring, hooks } = this.#parts;
    if (!judge.isOn || isOAuth(path) || REVOKES.test(path)) return;
    const sent = `${path} ${JSON.stringify(body) ?? ""}`;
    if ([hooks.secret, ...keyring.secrets].some((secret) => sent.includes(secret)))
      judge.accuse(`${method} ${path.slice(0, 100)}: a secret was sent outside of the Authorization header`);
  }

  #tokenKind(request: Request): Viewer["kind"] {
    try {
      return this.#parts.keyring.viewer(request.headers.authorization).kind;
    } catch {
      return "anonymous";
    }
  }

  async #reply(request: Request, record: RecordedCall, fault: Fault | undefined): Promise<Reply> {
    const isDone = fault === undefined || fault.applied === true || isAnswered(fault);
    const answered = isDone ? await this.#answer(request, record) : undefined;
    if (fault !== undefined && !isAnswered(fault) && fault.drop !== true && fault.hangs !== true)
      return faulty(fault, answered);
    return answered ?? { status: 500, headers: {}, body: undefined };
  }

  async #answer(request: Request, record: RecordedCall): Promise<Reply> {
    const { method, path, url, body } = request;
    if (isOAuth(path)) return answerOAuth(this.#parts, { method, path, query: url.searchParams, body });
    if (path === "/favicon.ico") return { status: 204, headers: {}, body: undefined };
    if (this.pages !== undefined && this.#isForPeople(request)) return ledTo(`${this.pages}${placeOf(path)}`);
    let viewer: Viewer = { kind: "anonymous" };
    const resource = isGraphQL(request) ? "graphql" : "core";
    let answer: Answer;
    try {
      viewer = this.#parts.keyring.viewer(request.headers.authorization);
      answer = isGraphQL(request) ? await this.#ask(request, viewer) : await this.#rest(request, viewer);
    } catch (error) {
      answer = this.#refusal(error);
    }
    const reply = this.#conditional(request, answer);
    if (reply.status !== 304 && !this.limits.spend(viewer, resource, 1)) return this.#exhausted(viewer, resource);
    if (!isGraphQL(request) && record.route !== undefined)
      this.#judge(request, record.route, { ...answer, status: reply.status });
    return { ...reply, headers: { ...this.limits.headers(viewer, resource), ...reply.headers } };
  }

  /** What a browser asks for when somebody follows a link; without a token, what the API has not is such a link, too. */
  #isForPeople({ method, path, headers }: Request): boolean {
    if (method !== "GET" && method !== "HEAD") return false;
    if (headers.accept?.includes("text/html") === true) return true;
    return headers.authorization === undefined && this.#parts.router.find("GET", path) === undefined;
  }

  #refusal(error: unknown): Answer {
    const documentation_url = "https://docs.github.com/rest";
    if (error instanceof Refusal) {
      const { status, message, errors } = error;
      return {
        status,
        body: { message, ...(errors === undefined ? {} : { errors }), documentation_url, status: String(status) },
      };
    }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#parts.judge.accuse(`the fake itself failed: ${what}`);
    return { status: 500, body: { message: "Server Error", documentation_url } };
  }

  async #rest(request: Request, viewer: Viewer): Promise<Answer> {
    const { world, router, judge, hooks, keyring } = this.#parts;
    if (request.path === "/rate_limit") return this.#rateLimit(viewer);
    const match = router.find(request.method, request.path);
    if (match === undefined) {
      judge.accuse(`${request.method} ${request.path}: the fake GitHub has no such route`);
      throw new Refusal(501, `The fake GitHub has no ${request.method} ${request.path}`);
    }
    const accept = request.headers.accept ?? "";
    const { searchParams: query } = request.url;
    const call = new Call({ world, hooks, keyring, viewer, query, accept, params: match.params, body: request.body });
    const answer = await match.route.handle(call);
    return isAnswer(answer) ? answer : { status: 200, body: answer };
  }

  async #ask({ body }: Request, viewer: Viewer): Promise<Answer> {
    if (viewer.kind === "anonymous") throw new Refusal(401, "This endpoint requires you to be authenticated.");
    if (viewer.kind === "app") throw new Refusal(401, "Bad credentials");
    const { query, variables, operationName } = asked(body);
    const result = await this.#parts.graphql({
      viewer,
      query,
      variables,
      operationName,
      limit: this.limits.state(viewer, "graphql"),
    });
    return { status: 200, body: result };
  }

  #rateLimit(viewer: Viewer): Answer {
    const core = this.limits.state(viewer, "core");
    const idle = { limit: 30, used: 0, remaining: 30, reset: core.reset };
    return {
      status: 200,
      body: { resources: { core, graphql: this.limits.state(viewer, "graphql"), search: idle }, rate: core },
    };
  }

  #conditional({ method, url, headers: given }: Request, { status, body, headers = {} }: Answer): Reply {
    const address = `${this.#parts.world.url}${url.pathname}`;
    const shared = {
      "x-github-request-id": randomUUID().slice(0, 18).toUpperCase(),
      "x-github-media-type": "github.v3; format=json",
      ...headers,
      ...(headers["link"] === undefined ? {} : { link: linked(headers["link"], address, url) }),
    };
    if (body === undefined) return { status, headers: shared, body: undefined };
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const type = Buffer.isBuffer(body)
      ? "application/vnd.github.raw; charset=utf-8"
      : "application/json; charset=utf-8";
    if (method !== "GET" || status !== 200)
      return {
        status,
        headers: { ...shared, "content-type": type, "content-length": String(bytes.length) },
        body: bytes,
      };
    const etag = `W/"${createHash("sha1").update(bytes).digest("hex")}"`;
    if (given["if-none-match"] === etag) return { status: 304, headers: { ...shared, etag }, body: undefined };
    return {
      status,
      headers: { ...shared, etag, "content-type": type, "content-length": String(bytes.length) },
      body: bytes,
    };
  }

  #exhausted(viewer: Viewer, resource: "core" | "graphql"): Reply {
    const headers = { ...this.limits.headers(viewer, resource), "content-type": "application/json; charset=utf-8" };
    const message = "API rate limit exceeded for installation.";
    if (resource === "core")
      return {
        status: 403,
        headers,
        body: Buffer.from(JSON.stringify({ message, documentation_url: "https://docs.github.com/rest" })),
      };
    return { status: 200, headers, body: Buffer.from(JSON.stringify({ errors: [{ type: "RATE_LIMITED", message }] })) };
  }

  #judge(request: Request, route: string, answer: Answer): void {
    if (Buffer.isBuffer(answer.body)) return;
    const wire: unknown = answer.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body));
    const { status } = answer;
    this.#parts.judge.exchange({
      route,
      query: request.url.searchParams,
      requestBody: request.body,
      status,
      responseBody: wire,
    });
  }
}

async function receive(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString("utf8");
  const url = new URL(incoming.url ?? "/", "http://fake");
  const prefix = /^\/api(?:\/v3(?=\/|$)|(?=\/graphql$))/.exec(url.pathname)?.[0] ?? "";
  return {
    method: incoming.method ?? "GET",
    url,
    path: url.pathname.slice(prefix.length) || "/",
    headers: incoming.headers,
    body: parsed(text),
  };
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The only call whose body is a token. */
const REVOKES = /^\/applications\/[^/]+\/token$/;

/** Where the pages have it: files at an address of their own, all else on the front page. */
const placeOf = (path: string): string => {
  if (/^\/[^/]+\/[^/]+\/blob\//.test(path)) return path;
  const [, kind, number] = /\/(pull|issues|actions\/runs)\/(\d+)/.exec(path) ?? [];
  if (number === undefined) return "/";
  return kind === "actions/runs" ? `/#run-${number}` : `/#pull-${number}`;
};

const ledTo = (location: string): Reply => ({ status: 302, headers: { location }, body: undefined });

const isGraphQL = ({ method, path }: Request): boolean => method === "POST" && path === "/graphql";

function asked(body: unknown): { query: string; variables: unknown; operationName: string | undefined } {
  const { query, variables, operationName }: { query?: unknown; variables?: unknown; operationName?: unknown } =
    typeof body === "object" && body !== null ? body : {};
  if (typeof query !== "string") throw new Refusal(400, "A query attribute must be specified and must be a string.");
  return { query, variables, operationName: typeof operationName === "string" ? operationName : undefined };
}

function operationOf(body: unknown): { type: string; name: string | undefined } | undefined {
  const query = typeof body === "object" && body !== null && "query" in body ? String(body.query) : "";
  const match = /^\s*(?:#.*\n\s*)*(query|mutation)\b\s*(\w+)?/m.exec(query);
  return match === null ? undefined : { type: match[1] ?? "query", name: match[2] };
}

/** The repository that a GraphQL request names in its variables. */
function repositoryOf({ body }: Request): string[] {
  const { variables }: { variables?: unknown } = typeof body === "object" && body !== null ? body : {};
  const { owner, name }: { owner?: unknown; name?: unknown } =
    typeof variables === "object" && variables !== null ? variables : {};
  return typeof owner === "string" && typeof name === "string" ? [`${owner}/${name}`] : [];
}

/** Fills the placeholders paged answers leave in their Link header with full addresses. */
function linked(template: string, address: string, url: URL): string {
  return template.replaceAll(/<\{(page|cursor):([^}]+)\}>/g, (_whole, name: string, value: string) => {
    const query = new URLSearchParams(url.searchParams);
    query.set(name, value);
    return `<${address}?${query.toString()}>`;
  });
}

function isAnswer(answer: unknown): answer is Answer {
  return typeof answer === "object" && answer !== null && "status" in answer && typeof answer.status === "number";
}

function faulty(fault: Fault, answered: Reply | undefined): Reply {
  const headers = { "content-type": "application/json; charset=utf-8", ...fault.headers };
  if (fault.errors !== undefined) {
    const kept: unknown = answered?.body === undefined ? {} : JSON.parse(answered.body.toString("utf8"));
    return {
      status: 200,
      headers,
      body: Buffer.from(JSON.stringify({ ...(typeof kept === "object" ? kept : {}), errors: fault.errors })),
    };
  }
  const body = fault.body ?? { message: "Server Error" };
  return {
    status: fault.status ?? 502,
    headers,
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  };
}
