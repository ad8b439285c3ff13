import { install, uninstall } from "../acts/installations.ts";
import { createRun, updateRun } from "../acts/checks.ts";
import { createDeployment, createDeploymentStatus } from "../acts/deployments.ts";
import { deleteLabel, openIssue, renameLabel } from "../acts/issues.ts";
import { openPull } from "../acts/pulls.ts";
import { push, pushMany } from "../acts/pushes.ts";
import { user } from "../present/account.ts";
import { repository } from "../present/repository.ts";
import type { Files } from "../git/store.ts";
import { repositoryPage } from "../present/repository.ts";
import type { Environment } from "../world/actions.ts";
import type {
  Account,
  CheckRun,
  Deployment,
  DeploymentState,
  Repository,
  RequiredCheck,
  Role,
} from "../world/model.ts";
import type { BranchProtection, QueueRule, Ruleset } from "../world/rulesets.ts";
import { branchSha, fullName, pullsOf } from "../world/world.ts";
import { IssueScenario } from "./issue.ts";
import { type EnvironmentSettings, configure, remove } from "./environments.ts";
import { PullScenario } from "./pull.ts";
import { RunScenario, type Workflow, runWorkflow } from "./run.ts";
import { QueueScenario } from "./queue.ts";
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

/** A deployment as a workflow of GitHub Actions makes it. */
export interface Deploy {
  readonly environment: string;
  readonly sha?: string;
  readonly state?: DeploymentState;
  readonly by?: string;
  readonly url?: string;
  readonly production?: boolean;
}

/** A check run of another App. */
export interface ReportedCheck {
  readonly name: string;
  readonly sha?: string;
  readonly conclusion?: string;
  readonly app?: string;
  readonly title?: string;
  readonly summary?: string;
  readonly text?: string;
}

/** Names of required checks, any source; or with the App they must come from. */
export type Protection = readonly (string | { readonly context: string; readonly appId?: number })[];

type NewRuleset = Partial<Omit<Ruleset, "queue">> & {
  readonly branch?: string;
  readonly queue?: Partial<QueueRule>;
};

/** A queue as GitHub makes one: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue */
const PATIENT_QUEUE: QueueRule = { strategy: "ALLGREEN", method: "MERGE", timeout: 60, build: 5 };

/** Apps are named as on GitHub, with `[bot]`. */
const doer = (world: Stage["world"], login: string): Account =>
  login.endsWith("[bot]") ? world.bot(login) : world.user(login);

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

  /** So many commits to the default branch in one push, oldest first: for releases of hundreds. */
  async pushMany({ by, count }: { by: string; count: number }): Promise<string[]> {
    const { world, hooks } = this.#stage;
    const branch = this.state.defaultBranch;
    return hooks.during(() => pushMany(world, { repo: this.state, branch, by: world.user(by), count }));
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
    const others = this.state.rulesets.filter(({ name }) => name !== `Protect ${branch}`);
    this.state.rulesets.splice(0, Infinity, ...others);
    if (required.length > 0) this.ruleset({ name: `Protect ${branch}`, branch, checks: required });
  }

  /** A ruleset on a branch (the default one unless named), given in GitHub's words. */
  ruleset({ branch, queue, ...about }: NewRuleset): Ruleset {
    const made: Ruleset = {
      id: this.#stage.world.ids.next("ruleset").id,
      name: "Rules",
      source: "Repository",
      enforcement: "active",
      include: [branch === undefined ? "~DEFAULT_BRANCH" : `refs/heads/${branch}`],
      exclude: [],
      bypass: [],
      checks: [],
      queue: queue === undefined ? null : { ...PATIENT_QUEUE, ...queue },
      ...about,
    };
    this.state.rulesets.push(made);
    return made;
  }

  /** Classic protection of a branch. */
  protectClassic(branch: string, { checks = [], enforceAdmins = false }: Partial<BranchProtection>): void {
    this.state.protections.set(branch, { checks, enforceAdmins });
  }

  /** The merge queue of a branch, the default one unless named. */
  mergeQueue(branch = this.state.defaultBranch): QueueScenario {
    return new QueueScenario(this.#stage, { repo: this.state, branch });
  }

  async opensIssue(about: {
    by: string;
    title: string;
    body?: string;
    labels?: readonly string[];
    milestone?: string;
  }): Promise<IssueScenario> {
    const { world, hooks } = this.#stage;
    const by = world.user(about.by);
    const milestone = about.milestone === undefined ? undefined : world.milestone(this.state, about.milestone, by);
    const issue = await hooks.during(() => openIssue(world, this.state, { ...about, by, milestone }));
    return new IssueScenario(this.#stage, issue);
  }

  issue(number: number): IssueScenario {
    const found = this.state.issues.get(number);
    if (found?.kind !== "Issue") throw new Error(`${this.fullName} has no issue #${number}`);
    return new IssueScenario(this.#stage, found);
  }

  get issues(): IssueScenario[] {
    return [...this.state.issues.values()].flatMap((one) =>
      one.kind === "Issue" ? [new IssueScenario(this.#stage, one)] : [],
    );
  }

  /** A label that nothing bears yet, made without telling anybody. */
  label(name: string): void {
    this.#stage.world.label(this.state, name);
  }

  /** Deletes a label, which takes it off whatever bears it. */
  async deletesLabel(name: string, { by }: { by: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => deleteLabel(world, this.state, { name, by: world.user(by) }));
  }

  /** Gives a label another name. */
  async renamesLabel(from: string, { by, to }: { by: string; to: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => renameLabel(world, this.state, { from, to, by: world.user(by) }));
  }

  /** A milestone that nothing is in yet, made without telling anybody. */
  milestone(title: string, { by = "octo-founder" }: { by?: string } = {}): void {
    this.#stage.world.milestone(this.state, title, this.#stage.world.user(by));
  }

  /** Deploys a commit (the default branch's tip unless named) to an environment; it succeeds unless told otherwise. */
  async deploys({ by = "github-actions[bot]", state = "success", ...about }: Deploy): Promise<Deployment> {
    const { world, hooks } = this.#stage;
    const ref = about.sha ?? this.state.defaultBranch;
    const deployment = await hooks.during(() =>
      createDeployment(world, this.state, { ...about, by: doer(world, by), ref }),
    );
    await this.reportsDeployment(deployment, { by, state, ...about });
    return deployment;
  }

  /** Makes or changes an environment, with the App's rule unless told otherwise; nobody is told. */
  environment(name: string, settings: EnvironmentSettings = {}): Environment {
    return configure(this.#stage, this.state, { ...settings, name });
  }

  /** Jobs that wait for it fail. */
  async deletesEnvironment(name: string): Promise<void> {
    await remove(this.#stage, this.state, name);
  }

  /** GitHub can't rename one: it is deleted, and one of the new name is made, without any rule unless given. */
  async renamesEnvironment(
    name: string,
    { to, ...settings }: EnvironmentSettings & { to: string },
  ): Promise<Environment> {
    await remove(this.#stage, this.state, name);
    return this.environment(to, { rule: false, ...settings });
  }

  /** Sets a workflow off that deploys (to production unless told otherwise); its jobs wait where a rule is. */
  async workflow(about: Workflow = {}): Promise<RunScenario> {
    return runWorkflow(this.#stage, this.state, about);
  }

  /** Its workflow runs, oldest first. */
  get runs(): RunScenario[] {
    return this.state.workflowRuns.map((run) => new RunScenario(this.#stage, run));
  }

  /** Another App (GitHub Actions unless named) reports a check run on a commit, the default branch's tip unless named. */
  async reportsCheck({ app: slug = "github-actions", ...report }: ReportedCheck): Promise<CheckRun> {
    const { world, hooks, app } = this.#stage;
    const sha = report.sha ?? branchSha(this.state, this.state.defaultBranch) ?? "";
    const { name, conclusion } = report;
    const status = conclusion === undefined ? "in_progress" : "completed";
    const output = { title: report.title ?? name, summary: report.summary ?? "", text: report.text };
    return hooks.during(() =>
      createRun(world, { repo: this.state, app: app(slug), sha }, { name, status, conclusion, output }),
    );
  }

  /** A check run that was under way comes to its end. */
  async finishesCheck(run: CheckRun, conclusion: string): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() => updateRun(world, run, { status: "completed", conclusion }));
  }

  /** A deployment comes to its next state. */
  async reportsDeployment(
    deployment: Deployment,
    { by = "github-actions[bot]", state, url }: Pick<Deploy, "by" | "url"> & { state: DeploymentState },
  ): Promise<void> {
    const { world, hooks } = this.#stage;
    await hooks.during(() =>
      createDeploymentStatus(world, deployment, { by: doer(world, by), state, environmentUrl: url }),
    );
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
    const from = this.state.name;
    this.#moves({ name: to });
    await this.#stage.hooks.during(() => this.#tell("renamed", by, { changes: { repository: { name: { from } } } }));
  }

  /** Gives it to another account. The App loses it there, and has it here if it is installed on all that the new owner has. */
  async transfers({ by, to }: { by: string; to: string }): Promise<void> {
    const { world, hooks, main } = this.#stage;
    const from = this.state.owner;
    world.installationFor(main, from)?.repos.delete(this.state);
    this.#moves({ owner: world.account(to) ?? world.organization(to).account });
    const there = world.installationFor(main, this.state.owner);
    there?.repos.add(this.state);
    const changes = {
      owner: { from: { [from.kind === "Organization" ? "organization" : "user"]: user(world, from) } },
    };
    await hooks.during(() => this.#tell("transferred", by, { changes }));
  }

  /** Whoever asks for the former name is led here. */
  #moves(to: { name?: string; owner?: Account }): void {
    const { world } = this.#stage;
    const former = this.fullName.toLowerCase();
    world.repos.delete(former);
    Object.assign(this.state, to);
    world.repos.set(this.fullName.toLowerCase(), this.state);
    world.formerNames.set(former, this.state);
  }

  /** Gives the default branch another name. */
  async renamesDefaultBranch({ by, to }: { by: string; to: string }): Promise<void> {
    const from = this.state.defaultBranch;
    this.branch(to, from);
    this.state.refs.delete(`refs/heads/${from}`);
    this.state.defaultBranch = to;
    await this.#stage.hooks.during(() => this.#tell("edited", by, { changes: { default_branch: { from } } }));
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
