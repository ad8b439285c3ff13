import { install, uninstall } from "../acts/installations.ts";
import { closeIssue, editIssue, openIssue, relabel, reopenIssue } from "../acts/issues.ts";
import { createComment } from "../acts/comments.ts";
import { openPull } from "../acts/pulls.ts";
import { push } from "../acts/pushes.ts";
import { repository } from "../present/repository.ts";
import type { Files } from "../git/store.ts";
import { repositoryPage } from "../present/repository.ts";
import type { Comment, Issue, Repository, RequiredCheck, Role } from "../world/model.ts";
import { branchSha, fullName, pullsOf } from "../world/world.ts";
import { PullScenario } from "./pull.ts";
import type { Stage } from "./stage.ts";

export interface OpenPull {
  readonly by: string;
  readonly head?: string;
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
  readonly files?: Files;
  readonly delete?: readonly string[];
  readonly draft?: boolean;
  /** From the author's fork instead of a branch here. */
  readonly fork?: boolean;
}

/** Names of required checks, any source; or with the App they must come from. */
export type Protection = readonly (string | { readonly context: string; readonly appId?: number })[];

/** A repository, and what people do to it. */
export class RepoScenario {
  /** The state behind it, to look at. */
  readonly state: Repository;
  readonly #stage: Stage;

  constructor(stage: Stage, state: Repository) {
    this.#stage = stage;
    this.state = state;
  }

  get fullName(): string {
    return fullName(this.state);
  }

  get url(): string {
    return repositoryPage(this.#stage.world, this.state);
  }

  get installationId(): number | undefined {
    return this.#stage.world.installationFor(this.#stage.main, this.state.owner)?.id;
  }

  /** Opens a pull request from files put on its head branch. */
  async opens(about: OpenPull): Promise<PullScenario> {
    const { world, hooks } = this.#stage;
    const by = world.user(about.by);
    const base = about.base ?? this.state.defaultBranch;
    const repo = about.fork === true ? this.fork(about.by) : this.state;
    const ref = about.head ?? `change-${Math.max(0, ...this.state.issues.keys()) + 1}`;
    const pull = await hooks.during(() => {
      const fresh = branchSha(repo, ref) === undefined;
      if (fresh || about.files !== undefined || about.delete !== undefined)
        push(world, {
          repo,
          branch: ref,
          by,
          from: branchSha(this.state, base),
          files: about.files ?? { [`change-${ref.replaceAll("/", "-")}.txt`]: `${about.title ?? ref}\n` },
          remove: about.delete,
          message: about.title,
        });
      return openPull(world, this.state, {
        ...about,
        by,
        base,
        head: { repo, ref },
        title: about.title ?? `Change ${ref}`,
      });
    });
    return new PullScenario(this.#stage, pull);
  }

  pull(number: number): PullScenario {
    const found = pullsOf(this.state).find((pull) => pull.number === number);
    if (found === undefined) throw new Error(`${this.fullName} has no pull request #${number}`);
    return new PullScenario(this.#stage, found);
  }

  get pulls(): PullScenario[] {
    return pullsOf(this.state).map((pull) => new PullScenario(this.#stage, pull));
  }

  /** That person's fork, made on first mention. */
  fork(login: string): Repository {
    const { world } = this.#stage;
    const owner = world.user(login);
    const name = `${login}/${this.state.name}`;
    const known = world.repo(name);
    if (known !== undefined) return known;
    const fork = world.repository(name, this.state);
    fork.private = this.state.private;
    fork.defaultBranch = this.state.defaultBranch;
    fork.collaborators.set(owner, "admin");
    for (const [ref, sha] of this.state.refs) if (ref.startsWith("refs/heads/")) fork.refs.set(ref, sha);
    return fork;
  }

  /** Commits to a branch, the default one unless named. Returns the commit. */
  async push(what: {
    by: string;
    branch?: string;
    files?: Files;
    delete?: readonly string[];
    message?: string;
  }): Promise<string> {
    const { world, hooks } = this.#stage;
    const branch = what.branch ?? this.state.defaultBranch;
    return hooks.during(
      () => push(world, { ...what, repo: this.state, branch, by: world.user(what.by), remove: what.delete }).sha,
    );
  }

  /** Makes a branch at another branch's tip, without telling anybody. */
  branch(name: string, from = this.state.defaultBranch): void {
    const sha = branchSha(this.state, from);
    if (sha === undefined) throw new Error(`${this.fullName} has no branch ${from}`);
    this.state.refs.set(`refs/heads/${name}`, sha);
  }

  /** Puts a tag on a commit, without telling anybody. */
  tag(name: string, sha: string): void {
    this.state.refs.set(`refs/tags/${name}`, sha);
  }

  /** What a file holds at the tip of a branch. */
  file(path: string, branch = this.state.defaultBranch): string | undefined {
    const sha = branchSha(this.state, branch);
    const entry = sha === undefined ? undefined : this.state.git.at(this.state.git.commitAt(sha).tree, path);
    return entry === undefined ? undefined : this.state.git.blob(entry.sha)?.toString("utf8");
  }

  collaborator(login: string, role: Role | null): void {
    const account = this.#stage.world.user(login);
    if (role === null) this.state.collaborators.delete(account);
    else this.state.collaborators.set(account, role);
  }

  protect(branch: string, checks: Protection): void {
    const required = checks.map((check): RequiredCheck =>
      typeof check === "string"
        ? { context: check, appId: null }
        : { context: check.context, appId: check.appId ?? null },
    );
    this.state.required.set(branch, required);
  }

  async opensIssue(about: {
    by: string;
    title: string;
    body?: string;
    labels?: readonly string[];
  }): Promise<IssueScenario> {
    const { world, hooks } = this.#stage;
    const issue = await hooks.during(() => openIssue(world, this.state, { ...about, by: world.user(about.by) }));
    return new IssueScenario(this.#stage, issue);
  }

  /** Installs the App here, or adds the repository to the owner's installation, and tells the App. */
  async installs({ by = this.state.owner.login }: { by?: string } = {}): Promise<void> {
    const { world, hooks, main } = this.#stage;
    await hooks.during(() => install(world, main, { repo: this.state, by: world.user(by) }));
  }

  async uninstalls({ by = this.state.owner.login }: { by?: string } = {}): Promise<void> {
    const { world, hooks, main } = this.#stage;
    const installation = world.installationFor(main, this.state.owner);
    if (installation === undefined) throw new Error(`the App is not installed on ${this.fullName}`);
    await hooks.during(() => uninstall(world, installation, { repo: this.state, by: world.user(by) }));
  }

  async renames({ by, to }: { by: string; to: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    const from = this.state.name;
    world.repos.delete(this.fullName.toLowerCase());
    this.state.name = to;
    world.repos.set(this.fullName.toLowerCase(), this.state);
    await hooks.during(() => this.#tell("renamed", by, { changes: { repository: { name: { from } } } }));
  }

  async archives({ by, archived = true }: { by: string; archived?: boolean }): Promise<void> {
    this.state.archived = archived;
    await this.#stage.hooks.during(() => this.#tell(archived ? "archived" : "unarchived", by, {}));
  }

  #tell(action: string, by: string, extra: object): void {
    const { world } = this.#stage;
    const body = { repository: repository(world, this.state), ...extra };
    world.tell({ event: "repository", action, sender: world.user(by), repo: this.state, body });
  }
}

/** An issue, and what people do to it. */
class IssueScenario {
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
}
