import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { text as textOf } from "node:stream/consumers";
import { resolveCommit } from "../fake-github/world/world.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { actOf } from "./acts.ts";
import { earlyPage, filePage, frontPage, problemPage, pullPage } from "./page.ts";
import { PEOPLE } from "./people.ts";
import type { News, Telling } from "./telling.ts";

/** Where people look at the demo's GitHub. */
export interface Door {
  readonly url: string;
  /** From now on it shows these stories. */
  readonly opens: (telling: Telling, onNews?: (news: News) => void) => void;
  readonly close: () => Promise<void>;
}

/** Takes the port before anything else is begun. Throws Node's error where it can't be had. */
export const doorAt = async (port: number): Promise<Door> => {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`;
  server.on("request", closed);
  return {
    url,
    opens: (telling, onNews = () => undefined) => {
      server.off("request", closed);
      server.on("request", (request, response) => void serve({ telling, onNews, url }, request, response));
    },
    close: () => close(server),
  };
};

const closed = (_request: IncomingMessage, response: ServerResponse): void =>
  void response.writeHead(503, { ...HEADERS, "retry-after": "1" }).end(earlyPage());

const close = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
};

interface Open {
  readonly telling: Telling;
  readonly onNews: (news: News) => void;
  readonly url: string;
}

/** Pages without JavaScript, in no frame; their forms lead nowhere else. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
} as const;

interface Answer {
  readonly status: number;
  readonly page?: string;
  readonly location?: string;
}

const serve = async (open: Open, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { status, page, location } = await answerTo(open, request).catch((error: unknown) => ({
    status: 500,
    page: problemPage(error instanceof Error ? error.message : String(error)),
    location: undefined,
  }));
  response.writeHead(status, { ...HEADERS, ...(location === undefined ? {} : { location }) }).end(page);
};

const NOTHING: Answer = { status: 404, page: problemPage("The demo's GitHub has no such page") };

const answerTo = async (open: Open, request: IncomingMessage): Promise<Answer> => {
  const url = new URL(request.url ?? "/", open.url);
  if (request.method === "POST") return posted(open, url, request);
  if (request.headers.host !== new URL(open.url).host)
    return { status: 302, location: `${open.url}${url.pathname}${url.search}` };
  const { telling } = open;
  const { repo } = telling.stage;
  const looking = { telling, as: url.searchParams.get("as") ?? PEOPLE[0].login };
  if (url.pathname === "/") return { status: 200, page: frontPage(looking) };
  const [, number] = /\/pull\/(\d+)$/.exec(url.pathname) ?? [];
  const pull = repo.pulls.find((one) => one.number === Number(number));
  if (pull !== undefined) return { status: 200, page: pullPage(pull, looking) };
  return fileAt(repo, decodeURIComponent(url.pathname)) ?? NOTHING;
};

const fileAt = (repo: RepoScenario, pathname: string): Answer | undefined => {
  const [, ref = "", path = ""] = /\/blob\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  const { git } = repo.state;
  const commit = git.commit(resolveCommit(repo.state, ref) ?? "");
  const entry = commit === undefined ? undefined : git.at(commit.tree, path);
  const content = entry === undefined ? undefined : git.blob(entry.sha)?.toString("utf8");
  return content === undefined ? undefined : { status: 200, page: filePage(path, content) };
};

/** Only the demo's own pages may send forms here: not one that somebody looks at in another tab. */
const posted = async (open: Open, url: URL, request: IncomingMessage): Promise<Answer> => {
  if (request.headers.origin !== open.url || request.headers.host !== new URL(open.url).host)
    return { status: 403, page: problemPage(`Forms are taken from ${open.url} only`) };
  const form = new URLSearchParams(await textOf(request));
  if (url.pathname === "/next") return next(open, form);
  const [, number] = /^\/pull\/(\d+)$/.exec(url.pathname) ?? [];
  const pull = open.telling.stage.repo.pulls.find((one) => one.number === Number(number));
  const act = pull === undefined ? undefined : actOf(pull, form);
  if (pull === undefined || act === undefined) return NOTHING;
  await open.telling.acts(act);
  return { status: 303, location: `/?as=${form.get("by") ?? ""}#act-${pull.number}` };
};

/** A press that was meant for a scene that is told by now does nothing. */
const next = async ({ telling, onNews }: Open, form: URLSearchParams): Promise<Answer> => {
  const back = { status: 303, location: "/#stories" };
  if (form.get("told") !== String(telling.told)) return back;
  if (form.get("act") === "skip") {
    telling.skips();
    return back;
  }
  const news = await telling.plays();
  if (news === undefined) return back;
  telling.stage.github.letsTimeGoOn();
  onNews(news);
  return back;
};
