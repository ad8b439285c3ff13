import { createStatus, createRun, updateRun, pressButton, rerequestRun, rerequestSuite } from "../acts/checks.ts";
import { createComment, deleteComment, editComment } from "../acts/comments.ts";
import { relabel, setMilestone } from "../acts/issues.ts";
import { dequeue, enqueue } from "../acts/merge-queue.ts";
import { closePull, editPull, mergePull, reopenPull, requestReview, setDraft } from "../acts/pulls.ts";
import { push } from "../acts/pushes.ts";
import { deleteThread, dismissReview, editReview, resolveThread, startThread, submitReview } from "../acts/reviews.ts";
import type { Files } from "../git/store.ts";
import { filesOf, latestRuns, latestStatuses, mergeState, suitesOf } from "../world/derived.ts";
import type { Account, CheckRun, CheckSuite, Comment, Pull, Review, ReviewThread, Status } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import { atLeast, roleOf } from "../world/world.ts";
import { flip } from "./boxes.ts";
import type { Stage } from "./stage.ts";

interface By {
  readonly by: string;
}

/** A pull request, and what people do to it. Every verb waits until the App has answered the webhooks it caused. */
export class PullScenario {
  /** The state behind it, to look at. */
  readonly state: Pull;
  readonly #stage: Stage;

  constructor(stage: Stage, state: Pull) {
    this.#stage = stage;
    this.state = state;
  }

  get number(): number {
    return this.state.number;
  }

  get headSha(): string {
    return this.state.headSha;
  }

  get body(): string {
    return this.state.body ?? "";
  }

  get labelNames(): string[] {
    return this.state.labels.map(({ name }) => name);
  }

  get files(): string[] {
    return filesOf(this.state).map(({ path }) => path);
  }

  get mergeState(): string {
    return mergeState(this.state);
  }

  get conversation(): readonly Comment[] {
    return this.state.comments;
  }

  async edits({ by, ...change }: By & { title?: string; body?: string; base?: string }): Promise<void> {
    await this.#do(by, (account, world) => {
      if (account !== this.state.author) this.#demandWrite(account);
      editPull(world, this.state, { by: account, ...change });
    });
  }

  async pushes(
    what: By & { files?: Files; delete?: readonly string[]; message?: string; force?: boolean },
  ): Promise<string> {
    const { headRepo: repo, headRef: branch } = this.state;
    if (repo === null) throw new Error(`the fork of #${this.number} was deleted: nobody can push to it`);
    return this.#do(what.by, (by, world) => push(world, { ...what, repo, branch, by, remove: what.delete }).sha);
  }

  async closes({ by }: By): Promise<void> {
    await this.#do(by, (account, world) => closePull(world, this.state, account));
  }

  async reopens({ by }: By): Promise<void> {
    await this.#do(by, (account, world) => reopenPull(world, this.state, account));
  }

  /** Merges, or throws GitHub's refusal (status 405 when a required check is missing or red). Returns the merge commit. */
  async merges({ by, method }: By & { method?: "merge" | "squash" | "rebase" }): Promise<string> {
    return this.#do(by, (account, world) => {
      this.#demandWrite(account);
      return mergePull(world, this.state, { by: account, method });
    });
  }

  /** Puts it into its base branch's merge queue, or throws GitHub's refusal (422). */
  async enqueues({ by }: By): Promise<void> {
    await this.#do(by, (account, world) => {
      this.#demandWrite(account);
      enqueue(world, this.state, account);
    });
  }

  async dequeues({ by }: By): Promise<void> {
    await this.#do(by, (account, world) => {
      this.#demandWrite(account);
      dequeue(world, this.state, account);
    });
  }

  async readyForReview({ by }: By): Promise<void> {
    await this.#do(by, (account, world) => setDraft(world, this.state, { by: account, draft: false }));
  }

  async convertsToDraft({ by }: By): Promise<void> {
    await this.#do(by, (account, world) => setDraft(world, this.state, { by: account, draft: true }));
  }

  async labels({ by, add, remove }: By & { add?: readonly string[]; remove?: readonly string[] }): Promise<void> {
    await this.#do(by, (account, world) => relabel(world, this.state, { by: account, add, remove }));
  }

  /** Puts it into a milestone, made on first mention; null takes it out. */
  async milestone({ by, title }: By & { title: string | null }): Promise<void> {
    await this.#do(by, (account, world) => {
      const milestone = title === null ? null : world.milestone(this.state.repo, title, account);
      setMilestone(world, this.state, { by: account, milestone });
    });
  }

  async requestsReview({ by, of }: By & { of: string }): Promise<void> {
    await this.#do(by, (account, world) => requestReview(world, this.state, { by: account, reviewer: world.user(of) }));
  }

  async comments({ by, body }: By & { body: string }): Promise<Comment> {
    return this.#do(by, (account, world) => createComment(world, this.state, { by: account, body }));
  }

  /** Ticks the task whose line contains `step`, in the App's comment or the one given. */
  async ticks(tick: By & { step: string; comment?: Comment | number; force?: boolean }): Promise<void> {
    await this.#flip({ ...tick, ticked: true });
  }

  async unticks(tick: By & { step: string; comment?: Comment | number; force?: boolean }): Promise<void> {
    await this.#flip({ ...tick, ticked: false });
  }

  /** Ticks a box of the description, as its author or somebody with write permission may. */
  async ticksInBody({ by, step, ticked = true }: By & { step: string; ticked?: boolean }): Promise<void> {
    await this.edits({ by, body: flip(this.body, { step, ticked }) });
  }

  async editsComment({
    by,
    id,
    body,
    force,
  }: By & { id: Comment | number; body: string; force?: boolean }): Promise<void> {
    const comment = this.#comment(id);
    await this.#do(by, (account, world) => {
      if (account !== comment.author && force !== true) this.#demandWrite(account);
      editComment(world, comment, { by: account, body });
    });
  }

  async deletesComment({ by, id }: By & { id: Comment | number }): Promise<void> {
    const comment = this.#comment(id);
    await this.#do(by, (account, world) => {
      if (account !== comment.author) this.#demandWrite(account);
      deleteComment(world, comment, account);
    });
  }

  async reviews({
    by,
    state,
    body,
  }: By & { state: "APPROVE" | "REQUEST_CHANGES" | "COMMENT"; body?: string }): Promise<Review> {
    return this.#do(by, (account, world) => submitReview(world, this.state, { by: account, event: state, body }));
  }

  async editsReview({ by, review, body }: By & { review: Review; body: string }): Promise<void> {
    await this.#do(by, (account, world) => editReview(world, review, { by: account, body }));
  }

  /** Dismisses a review: the one given, or the last one of that person. */
  async dismissesReview({ by, review, of }: By & { review?: Review; of?: string }): Promise<void> {
    const chosen = review ?? this.state.reviews.findLast(({ author }) => author.login === of);
    if (chosen === undefined) throw new Error(`#${this.number} has no review of ${of ?? "that id"}`);
    await this.#do(by, (account, world) => {
      this.#demandWrite(account);
      dismissReview(world, chosen, account);
    });
  }

  /** Starts a review thread on a line. */
  async threads({
    by,
    path,
    line,
    body = "Why?",
  }: By & { path: string; line?: number; body?: string }): Promise<ReviewThread> {
    return this.#do(by, (account, world) => startThread(world, this.state, { by: account, path, line, body }));
  }

  async resolves({ by, thread, resolved = true }: By & { thread: ReviewThread; resolved?: boolean }): Promise<void> {
    await this.#do(by, (account, world) => resolveThread(world, thread, { by: account, resolved }));
  }

  async deletesThread({ by, thread }: By & { thread: ReviewThread }): Promise<void> {
    await this.#do(by, (account, world) => deleteThread(world, thread, account));
  }

  /** Another App (GitHub Actions unless named) reports a check run on the head commit. */
  async reportsCheck(report: {
    name: string;
    conclusion?: string;
    app?: string;
    workflow?: string;
    title?: string;
    summary?: string;
    text?: string;
  }): Promise<CheckRun> {
    const { world } = this.#stage;
    const app = this.#stage.app(report.app ?? "github-actions");
    const status = report.conclusion === undefined ? "in_progress" : "completed";
    const output = { title: report.title ?? report.name, summary: report.summary ?? "", text: report.text };
    return this.#stage.hooks.during(() =>
      createRun(
        world,
        { repo: this.state.repo, app, sha: this.headSha, workflow: report.workflow },
        { name: report.name, status, conclusion: report.conclusion, output },
      ),
    );
  }

  /** The newest check run of that name comes to its conclusion, success unless named. */
  async finishesCheck({
    name,
    conclusion = "success",
    ...output
  }: {
    name: string;
    conclusion?: string;
    title?: string;
    summary?: string;
    text?: string;
  }): Promise<void> {
    const run = this.#run(name);
    const summary = output.summary ?? run.summary ?? "";
    await this.#stage.hooks.during(() =>
      updateRun(this.#stage.world, run, { conclusion, output: { ...output, summary } }),
    );
  }

  async reportsStatus({
    by = "ci-bot",
    ...report
  }: {
    context: string;
    state: Status["state"];
    by?: string;
    description?: string;
  }): Promise<Status> {
    const at = { repo: this.state.repo, sha: this.headSha };
    return this.#do(by, (account, world) => createStatus(world, { ...at, by: account }, report));
  }

  /** Presses a button on the newest run of that name. */
  async pressesButton({ by, check, identifier }: By & { check: string; identifier: string }): Promise<void> {
    const run = this.#run(check);
    await this.#do(by, (account, world) => {
      this.#demandWrite(account);
      pressButton(world, run, { by: account, identifier });
    });
  }

  /** "Re-run" on one check, or "Re-run all" on its suite. */
  async rerequests({ by, check, suite }: By & { check?: string; suite?: CheckSuite | string }): Promise<void> {
    await this.#do(by, (account, world) => {
      this.#demandWrite(account);
      if (check !== undefined) return rerequestRun(world, this.#run(check), account);
      const chosen =
        typeof suite === "object"
          ? suite
          : this.#suites().find(({ app }) => app.slug === (suite ?? this.#stage.main.slug));
      if (chosen === undefined) throw new Error(`#${this.number} has no such check suite`);
      rerequestSuite(world, chosen, account);
    });
  }

  /** The newest check runs on the head commit, one per App and name. */
  checks(name?: string): CheckRun[] {
    return latestRuns(this.#suites()).filter((run) => name === undefined || run.name === name);
  }

  /** The newest check run of that name on the head commit. */
  check(name: string): CheckRun | undefined {
    return this.checks(name).at(-1);
  }

  statuses(): Status[] {
    return latestStatuses(this.state.repo, this.headSha);
  }

  /** The comments an App wrote, ours unless named. */
  commentsOf(slug = this.#stage.main.slug): Comment[] {
    return this.state.comments.filter(({ app }) => app?.slug === slug);
  }

  /** A fork disappears while the pull request stays. */
  deletesFork(): void {
    if (this.state.headRepo !== null) this.state.headRepo.deleted = true;
    this.state.headRepo = null;
  }

  async #flip(
    tick: By & { step: string; ticked: boolean; comment?: Comment | number; force?: boolean },
  ): Promise<void> {
    const comment = tick.comment === undefined ? this.#holding(tick.step) : this.#comment(tick.comment);
    const force = tick.force ?? false;
    await this.editsComment({ by: tick.by, id: comment, body: flip(comment.body, tick), force });
  }

  #holding(step: string): Comment {
    const found = this.commentsOf().find(({ body }) =>
      body.split("\n").some((line) => /^\s*[-*+] \[[ xX]\]/.test(line) && line.includes(step)),
    );
    if (found === undefined) throw new Error(`no comment of the App on #${this.number} has a task "${step}"`);
    return found;
  }

  #comment(which: Comment | number): Comment {
    const found = typeof which === "number" ? this.state.comments.find(({ id }) => id === which) : which;
    if (found === undefined) throw new Error(`#${this.number} has no comment ${JSON.stringify(which)}`);
    return found;
  }

  #run(name: string): CheckRun {
    const run = this.check(name);
    if (run === undefined) throw new Error(`#${this.number} has no check run ${name}`);
    return run;
  }

  #suites(): CheckSuite[] {
    return suitesOf(this.state.repo, this.headSha);
  }

  #demandWrite(account: Account): void {
    if (!atLeast(roleOf(this.state.repo, account), "write"))
      throw new Refusal(
        403,
        `${account.login} has no write permission on ${this.state.repo.owner.login}/${this.state.repo.name}`,
      );
  }

  #do<T>(by: string, act: (account: Account, world: Stage["world"]) => T): Promise<T> {
    const { world, hooks } = this.#stage;
    return hooks.during(() => act(world.user(by), world));
  }
}
