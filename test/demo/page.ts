import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { RunScenario } from "../fake-github/scenario/run.ts";
import { documentOf, html, htmlOfPeople, text } from "./html.ts";
import { PEOPLE } from "./people.ts";
import { cameOf, clock } from "./print.ts";
import type { News, Telling } from "./telling.ts";

/** Who looks at the page, as far as the last act tells. */
interface Looking {
  readonly telling: Telling;
  /** As whom they act. */
  readonly as: string;
}

/** The front page: the stories' next scene, what came of the last one, the workflow runs and the pull requests. */
export const frontPage = (looking: Looking): string => {
  const { repo } = looking.telling.stage;
  const [newest = "", ...older] = repo.runs.toReversed().map((run) => runHtml(repo, run));
  const pulls = repo.pulls.map((pull) => pullHtml(pull, looking));
  return documentOf({
    title: repo.fullName,
    main: `<h1>${text(repo.fullName)} <small>on the demo's GitHub</small></h1>
${storiesHtml(looking.telling)}${contents(repo)}${newest}${pulls.join("")}${older.join("")}`,
    asksAgain: looking.telling.isBusy,
  });
};

/** One pull request alone, as on GitHub. */
export const pullPage = (pull: PullScenario, looking: Looking): string =>
  documentOf({
    title: pull.state.title,
    main: `${HOME}<h1>${text(looking.telling.stage.repo.fullName)}</h1>${pullHtml(pull, looking)}`,
  });

/** A file with the numbers of its lines. */
export const filePage = (path: string, content: string): string => {
  const lines = content.replace(/\n$/, "").split("\n");
  const shown = lines.map((line, index) => `<li id="L${index + 1}">${text(line)}</li>`);
  return documentOf({
    title: path,
    main: `${HOME}<h1>${text(path)}</h1><ol class="file">${shown.join("")}</ol>`,
  });
};

/** Whoever looks too early need not press anything. */
export const earlyPage = (): string =>
  documentOf({ title: "The demo begins", main: "<h1>The demo begins in a moment</h1>", asksAgain: true });

/** What is not there, or can't be done. */
export const problemPage = (said: string): string => documentOf({ title: said, main: `<h1>${text(said)}</h1>${HOME}` });

/** The way back from every other page. */
const HOME = `<p><a href="/">All of the demo's GitHub</a></p>`;

const storiesHtml = (telling: Telling): string =>
  `<div class="stories" id="stories"><p>The clock of the story: <b>${clock(telling.stage.github.now().toISOString())}</b> in Berlin.</p>${nextHtml(telling)}${newsHtml(telling.news)}</div>`;

const nextHtml = ({ next, told, isBusy, news }: Telling): string => {
  if (isBusy) return `<p role="status">Something is happening: this page looks again by itself.</p>`;
  if (next === undefined) return `<p><button disabled>The stories are told</button></p>`;
  const { scene } = next;
  const when = scene.at === undefined ? "ten minutes later" : clock(scene.at);
  const skip = news?.kind === "refused" && news.pull === undefined;
  return `<form method="post" action="/next"><input type="hidden" name="told" value="${told}">
<button name="act" value="play"><b>Next scene</b><br>${text(when)}: ${text(scene.title)}</button>${skip ? ` <button name="act" value="skip">Leave this scene out</button>` : ""}</form>`;
};

const newsHtml = (news: News | undefined): string => {
  if (news === undefined || (news.kind === "refused" && news.pull !== undefined) || news.kind === "act") return "";
  if (news.kind === "refused")
    return `<p class="refused" role="alert">It can't happen as things stand: ${text(news.said)}.</p>`;
  const { entry } = news;
  return `<details open><summary>What came of ${clock(entry.at)}: ${text(entry.title)}</summary>${cameHtml(entry)}</details>`;
};

/** As at the terminal, without what only a terminal needs. */
const cameHtml = (entry: Parameters<typeof cameOf>[0]): string => {
  const lines = cameOf(entry).map((line) => line.replace(/^ {3}/, "").replaceAll("**", ""));
  return `<pre>${text(lines.join("\n"))}</pre>`;
};

const contents = (repo: RepoScenario): string => {
  const pulls = repo.pulls.map(
    (pull) => `<li><a href="#pull-${pull.number}">#${pull.number} ${text(pull.state.title)}</a>: ${stateOf(pull)}</li>`,
  );
  const runs = repo.runs
    .toReversed()
    .map((run) => `<li><a href="#run-${run.id}">${text(nameOf(run))}</a>: ${doing(run)}</li>`);
  return `<ul>${[...pulls, ...runs].join("")}</ul>`;
};

const stateOf = ({ state }: PullScenario): string => (state.mergedAt === null ? state.state : "merged");

const nameOf = ({ state }: RunScenario): string => `${state.workflow.name} ${state.number}`;

const doing = (run: RunScenario): string => {
  if (run.waitsFor.length > 0) return `held before ${text(run.waitsFor.join(", "))}`;
  return (
    run.conclusion ?? (run.decision() === undefined ? run.status : `let through, ${run.status}`).replaceAll("_", " ")
  );
};

/** A workflow run that deploys, with what it was told: the newest is what stands. */
const runHtml = (repo: RepoScenario, run: RunScenario): string => {
  const reviews = run
    .reviews()
    .map(
      ({ state, comment }) =>
        `<article tabindex="0"><header>gatehouse <i>bot</i> ${SAID[state]}</header>${html(comment)}</article>`,
    );
  const suites = repo.state.suites.filter(({ app, sha }) => app.slug === "gatehouse" && sha === run.sha);
  const check = suites.flatMap((suite) => suite.runs).findLast(({ name }) => name.startsWith("gatehouse/"));
  return `<section id="run-${run.id}"><h2>${text(nameOf(run))} <small>of ${run.sha.slice(0, 7)}: ${doing(run)}</small></h2>
${check === undefined ? "" : checkHtml(check, "Gatehouse's page of this deployment")}${reviews.toReversed().join("")}</section>`;
};

const SAID = { pending: "told why it waits", approved: "let it through", rejected: "refused it" } as const;

interface Shown {
  readonly name: string;
  readonly conclusion: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly detailsUrl: string | null;
}

/** A check, with the way from it to Gatehouse's own page, as GitHub offers it. */
const checkHtml = ({ name, conclusion, title, summary, detailsUrl }: Shown, page: string, more = ""): string =>
  `<article tabindex="0" class="check ${conclusion ?? ""}"><header><b>${text(name)}</b> ${text(title ?? "")}</header><details><summary>Details</summary>${html(summary ?? "")}</details>${detailsUrl === null ? "" : `<p><a href="${text(detailsUrl)}">${page}</a></p>`}${more}</article>`;

const pullHtml = (pull: PullScenario, looking: Looking): string => {
  const run = pull.check("gatehouse");
  const comments = pull.conversation.map(({ app, author, body }) =>
    app === null
      ? `<article tabindex="0"><header>${text(author.login)}</header>${htmlOfPeople(body)}</article>`
      : `<article tabindex="0"><header>${text(app.slug)} <i>bot</i></header>${html(body)}</article>`,
  );
  const reviews = pull.state.reviews.map(
    ({ author, state, commitSha }) =>
      `<li>${text(author.login)}: ${state.toLowerCase().replaceAll("_", " ")}, of ${commitSha.slice(0, 7)}</li>`,
  );
  return `<section id="pull-${pull.number}"><h2>${text(pull.state.title)} <small>#${pull.number}, ${stateOf(pull)}</small></h2>
<article tabindex="0"><header>${text(pull.state.author.login)}</header>${htmlOfPeople(pull.body)}</article>${comments.join("")}
${reviews.length === 0 ? "" : `<ul>${reviews.join("")}</ul>`}
${run === undefined ? "<p>No check yet.</p>" : checkHtml(run, "Gatehouse's page of this pull request", annotations(pull))}
${actsHtml(pull, looking)}</section>`;
};

const annotations = (pull: PullScenario): string =>
  (pull.check("gatehouse")?.annotations ?? [])
    .map(({ path, start_line: line, message }) => `<p><code>${text(path)}:${line}</code> ${text(message)}</p>`)
    .join("");

/** One plain form: who one is, and all that one may try. */
const actsHtml = (pull: PullScenario, { telling, as }: Looking): string => {
  const people = PEOPLE.map(
    ({ login, name, is }) => `<option value="${login}"${login === as ? " selected" : ""}>${name}, who ${is}</option>`,
  );
  const boxes = pull
    .commentsOf()
    .flatMap(({ body }) => [...body.matchAll(/- \[([ x])\] (.*?) <!-- gate:(\S+) -->/g)])
    .map(([, box, title = "", step = ""]) =>
      actHtml(`${box === "x" ? "untick" : "tick"} ${step}`, `${box === "x" ? "Untick" : "Tick"} ${title}`),
    );
  const isOpen = pull.state.state === "open";
  const more = isOpen ? [actHtml("approve", "Approve"), actHtml("merge", "Merge")] : [];
  return `<form method="post" action="/pull/${pull.number}" id="act-${pull.number}">${saidOf(pull, telling.news)}
<p><label>Act as <select name="by">${people.join("")}</select></label></p><p>${[...boxes, ...more].join(" ")}</p>
<p><label>Comment, e.g. <code>/gate help</code><textarea name="comment" rows="2"></textarea></label>${actHtml("comment", "Comment")}</p></form>`;
};

const actHtml = (value: string, title: string): string =>
  `<button name="act" value="${text(value)}">${text(title)}</button>`;

/** What came of the latest act on this pull request. */
const saidOf = (pull: PullScenario, news: News | undefined): string => {
  if (news?.kind === "refused" && news.pull === pull.number)
    return `<p class="refused" role="alert">That can't be done: ${text(news.said)}.</p>`;
  if (news?.kind !== "act" || news.entry.pull !== pull.number) return "";
  return `<details open><summary>What came of it: ${text(news.entry.title)}</summary>${cameHtml(news.entry)}</details>`;
};
