import { createServer } from "node:http";
import { once } from "node:events";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { PEOPLE } from "./people.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { Refusal } from "../fake-github/world/refusal.ts";

interface Served {
  readonly repo: RepoScenario;
  readonly port: number;
  /** Waits until Gatehouse has answered what was done. */
  readonly settle: () => Promise<void>;
}

/** A page that shows the pull requests of the demo as GitHub would, with a way to act as one of the people. */
export const servePage = async ({
  repo,
  port,
  settle,
}: Served): Promise<{ url: string; close: () => Promise<void> }> => {
  let refusal = "";
  const server = createServer((request, response) => {
    if (request.method !== "POST") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(repo, refusal));
      return;
    }
    const wanted = new URL(request.url ?? "/", "http://localhost").searchParams;
    const back = (said: string) => {
      refusal = said;
      response.writeHead(303, { location: "/" }).end();
    };
    perform(repo, wanted)
      .then(settle)
      .then(
        () => back(""),
        (error: unknown) => back(`${wanted.get("by") ?? "Somebody"} can't do that: ${reasonOf(error)}.`),
      );
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

/** GitHub's refusals say what is wrong in their details. */
const reasonOf = (error: unknown): string => {
  if (error instanceof Refusal && typeof error.errors?.[0] === "string") return error.errors[0];
  return error instanceof Error ? error.message : String(error);
};

const perform = async (repo: RepoScenario, wanted: URLSearchParams): Promise<void> => {
  const pull = repo.pull(Number(wanted.get("pull")));
  const by = wanted.get("by") ?? "";
  if (!PEOPLE.some(({ login }) => login === by)) throw new Error(`there is nobody called ${by}`);
  const step = wanted.get("step");
  if (step !== null) await (wanted.get("ticked") === "yes" ? pull.unticks({ by, step }) : pull.ticks({ by, step }));
  else await pull.reviews({ by, state: "APPROVE" });
};

const page = (repo: RepoScenario, refusal: string): string => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${text(repo.fullName)}</title><style>${STYLE}</style>
<main>${refusal === "" ? "" : `<p class="refused" role="alert">${text(refusal)}</p>`}${repo.pulls.map(pullHtml).join("")}</main></html>`;

const pullHtml = (pull: PullScenario): string => {
  const run = pull.check("gatehouse");
  const comments = pull
    .commentsOf()
    .map(({ body }) => `<article><header>gatehouse <i>bot</i></header>${html(body)}</article>`);
  return `<section id="pull-${pull.number}"><h1>${text(pull.state.title)} <small>#${pull.number}</small></h1>
<article><header>${text(pull.state.author.login)}</header>${html(pull.body)}</article>${comments.join("")}
<article class="check ${run?.conclusion ?? ""}"><header><b>gatehouse</b> ${text(run?.title ?? "no check")}</header><details><summary>Details</summary>${html(run?.summary ?? "")}</details>${detailsOf(run?.detailsUrl)}${annotations(pull)}</article>
${forms(pull)}</section>`;
};

/** The way from a check to Gatehouse's own page of it, as GitHub offers it. */
const detailsOf = (url: string | null | undefined): string =>
  url === null || url === undefined ? "" : `<p><a href="${text(url)}">Gatehouse's page of this pull request</a></p>`;

const annotations = (pull: PullScenario): string =>
  (pull.check("gatehouse")?.annotations ?? [])
    .map(({ path, start_line: line, message }) => `<p><code>${text(path)}:${line}</code> ${text(message)}</p>`)
    .join("");

/** Plain forms: a box flips as the person named on the button would flip it. */
const forms = (pull: PullScenario): string => {
  const boxes = pull.commentsOf().flatMap(({ body }) =>
    [...body.matchAll(/- \[([ x])\] (.*?) <!-- gate:(\S+) -->/g)].map(([, box, title = "", step = ""]) => ({
      box,
      title,
      step,
    })),
  );
  const buttons = PEOPLE.map(({ login: by, name, is }) => {
    const ticks = boxes.map(
      ({ box, title, step }) =>
        `<form method="post" action="/?pull=${pull.number}&by=${by}&ticked=${box === "x" ? "yes" : "no"}&step=${encodeURIComponent(`gate:${step} `)}"><button>${box === "x" ? "untick" : "tick"} ${text(title)}</button></form>`,
    );
    const approve = `<form method="post" action="/?pull=${pull.number}&by=${by}"><button>approve</button></form>`;
    const isAuthor = by === pull.state.author.login;
    return `<p><b>${name}</b> ${is}</p>${ticks.join("")}${isAuthor ? "" : approve}`;
  });
  return `<details open><summary>Act as one of the people</summary>${buttons.join("")}</details>`;
};

/** GitHub shows every line break of a comment. */
const html = (markdown: string): string => rendered(markdown).replaceAll(/\n(?=<sub>|⚠️)/g, "<br>\n");

const rendered = (markdown: string): string =>
  micromark(markdown.replaceAll(/<!--[\s\S]*?-->/g, ""), {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });

const text = (value: string): string =>
  value.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

const STYLE = `:root{color-scheme:light dark;font:14px/1.5 system-ui,sans-serif}main{max-width:880px;margin:2rem auto;padding:0 1rem}
section{margin-bottom:4rem}h1 small{opacity:.6;font-weight:400}article{border:1px solid #8885;border-radius:6px;margin:1rem 0;padding:0 1rem 0.5rem}
article>header{margin:0 -1rem;padding:.5rem 1rem;border-bottom:1px solid #8885;background:#8881}table{border-collapse:collapse}
td,th{border:1px solid #8885;padding:.3rem .6rem;text-align:left;vertical-align:top}li:has(>input){list-style:none;margin-left:-1.4em}
code{background:#8882;border-radius:4px;padding:.1em .3em}.check>header{border-left:6px solid #888}.success>header{border-color:#1a7f37}
.failure>header{border-color:#cf222e}.refused{border:1px solid #cf222e;border-radius:6px;padding:.5rem 1rem;position:sticky;top:0;background:Canvas}.action_required>header{border-color:#bf8700}form{display:inline-block;margin:.1rem}sub{opacity:.7}i{font-size:.8em;border:1px solid #8885;border-radius:1em;padding:0 .5em}`;
