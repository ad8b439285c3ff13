import { createComment, deleteComment, editComment } from "../acts/comments.ts";
import {
  closeIssue,
  deleteIssue,
  editIssue,
  relabel,
  reopenIssue,
  setMilestone,
  transferIssue,
} from "../acts/issues.ts";
import { latestRuns, suitesOf } from "../world/derived.ts";
import type { Account, CheckRun, Comment, Issue, Repository } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import { atLeast, branchSha, fullName, roleOf } from "../world/world.ts";
import { flip } from "./boxes.ts";
import type { Stage } from "./stage.ts";

/** An issue, and what people do to it. */
export class IssueScenario {
  readonly state: Issue;
  readonly #stage: Stage;

  constructor(stage: Stage, state: Issue) {
    this.#stage = stage;
    this.state = state;
  }

  get number(): number {
    return this.state.number;
  }

  get conversation(): readonly Comment[] {
    return this.state.comments;
  }

  async edits({ by, ...change }: { by: string; title?: string; body?: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => editIssue(world, this.state, { by: world.user(by), ...change }));
  }

  async comments({ by, body }: { by: string; body: string }): Promise<Comment> {
    const { world, hooks } = this.#stage;
    return hooks.during(() => createComment(world, this.state, { by: world.user(by), body }));
  }

  async labels({ by, ...change }: { by: string; add?: readonly string[]; remove?: readonly string[] }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => relabel(world, this.state, { by: world.user(by), ...change }));
  }

  async closes({ by }: { by: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => closeIssue(world, this.state, world.user(by)));
  }

  async reopens({ by }: { by: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => reopenIssue(world, this.state, world.user(by)));
  }

  /** Puts it into a milestone, made on first mention; null takes it out. */
  async milestone({ by, title }: { by: string; title: string | null }): Promise<void> {
    const { world, hooks } = this.#stage;
    const account = world.user(by);
    const milestone = title === null ? null : world.milestone(this.state.repo, title, account);
    await hooks.during(() => setMilestone(world, this.state, { by: account, milestone }));
  }

  async deletes({ by }: { by: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => deleteIssue(world, this.state, world.user(by)));
  }

  /** Hands it to another repository. */
  async transfers({ by, to }: { by: string; to: { readonly state: Repository } }): Promise<IssueScenario> {
    const { world, hooks } = this.#stage;
    const moved = await hooks.during(() => transferIssue(world, this.state, { by: world.user(by), to: to.state }));
    return new IssueScenario(this.#stage, moved);
  }

  async editsComment({ by, id, body }: { by: string; id: Comment; body: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    const account = world.user(by);
    if (account !== id.author) this.#demandWrite(account);
    await hooks.during(() => editComment(world, id, { by: account, body }));
  }

  async deletesComment({ by, id }: { by: string; id: Comment }): Promise<void> {
    const { world, hooks } = this.#stage;
    const account = world.user(by);
    if (account !== id.author) this.#demandWrite(account);
    await hooks.during(() => deleteComment(world, id, account));
  }

  /** Ticks the task whose line contains `step` in the App's comment. */
  async ticks({ by, step, ticked = true }: { by: string; step: string; ticked?: boolean }): Promise<void> {
    const comment = this.commentsOf().find(({ body }) =>
      body.split("\n").some((line) => /^\s*[-*+] \[[ xX]\]/.test(line) && line.includes(step)),
    );
    if (comment === undefined) throw new Error(`no comment of the App on #${this.number} has a task "${step}"`);
    await this.editsComment({ by, id: comment, body: flip(comment.body, { step, ticked }) });
  }

  /** Ticks a box of the description, as its author or somebody with write permission may. */
  async ticksInBody({ by, step, ticked = true }: { by: string; step: string; ticked?: boolean }): Promise<void> {
    await this.edits({ by, body: flip(this.state.body ?? "", { step, ticked }) });
  }

  /** The comments an App wrote, ours unless named. */
  commentsOf(slug = this.#stage.main.slug): Comment[] {
    return this.state.comments.filter(({ app }) => app?.slug === slug);
  }

  /** The newest check runs on the tip of the default branch, where an issue is reported on. */
  checks(name?: string): CheckRun[] {
    const sha = branchSha(this.state.repo, this.state.repo.defaultBranch) ?? "";
    return latestRuns(suitesOf(this.state.repo, sha)).filter((run) => name === undefined || run.name === name);
  }

  #demandWrite(account: Account): void {
    if (!atLeast(roleOf(this.state.repo, account), "write"))
      throw new Refusal(403, `${account.login} has no write permission on ${fullName(this.state.repo)}`);
  }
}
