import { changeMembership, deleteInstallation, grant, installQuietly, suspend } from "./acts/installations.ts";
import { runQueues } from "./acts/merge-queue.ts";
import { push } from "./acts/pushes.ts";
import { expireWaiting } from "./acts/workflows.ts";
import type { Files } from "./git/store.ts";
import { Keyring } from "./http/access.ts";
import type { Fault } from "./http/faults.ts";
import { type Courier, courierThread, ownCourier } from "./http/courier.ts";
import { type Delivery, Hooks } from "./http/hooks.ts";
import { Limits } from "./http/limits.ts";
import { Judge } from "./http/judge.ts";
import { Router } from "./http/router.ts";
import { FrontDoor, type RecordedCall } from "./http/server.ts";
import { SignIns } from "./http/sign-ins.ts";
import { graphqlOf } from "./graphql/execute.ts";
import { routes } from "./rest/routes.ts";
import { type Protection, RepoScenario } from "./scenario/repo.ts";
import type { RunScenario, Workflow } from "./scenario/run.ts";
import type { Stage } from "./scenario/stage.ts";
import type { GateReview } from "./world/actions.ts";
import { Clock } from "./world/clock.ts";
import type { Account, App, Installation, Organization, Permissions, Role, Team } from "./world/model.ts";
import { World } from "./world/world.ts";

interface AppOptions {
  readonly id?: number;
  readonly slug?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly webhookSecret?: string;
}

export interface FakeGitHubOptions {
  readonly app?: AppOptions;
  /** Freezes the fake's clock there; real time unless given. */
  readonly now?: Date;
  /** False switches the contracts off, for benchmarks. */
  readonly judge?: boolean;
  /** Requests an hour for each token holder, REST and GraphQL apart; GitHub's 5,000 unless given. */
  readonly rateLimit?: number;
  readonly port?: number;
  readonly host?: string;
  /** True sends webhooks from a thread of their own, for benchmarks: how long an answer takes is then told without the fake's own work. */
  readonly courierThread?: boolean;
}

export interface RepoOptions {
  readonly files?: Files;
  readonly collaborators?: Readonly<Record<string, Role>>;
  /** The App is installed from the start, without a webhook. */
  readonly installed?: boolean;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly branches?: readonly string[];
  readonly protect?: Readonly<Record<string, Protection>>;
}

const DEFAULT_PERMISSIONS: Permissions = {
  metadata: "read",
  contents: "read",
  pull_requests: "write",
  issues: "write",
  checks: "write",
  statuses: "write",
  deployments: "write",
  actions: "read",
  merge_queues: "read",
  members: "read",
};

const DEFAULT_EVENTS = [
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "pull_request_review_thread",
  "issue_comment",
  "issues",
  "label",
  "check_run",
  "check_suite",
  "status",
  "merge_group",
  "deployment_protection_rule",
  "deployment",
  "deployment_status",
  "workflow_run",
  "push",
  "repository",
  "membership",
  "team",
] as const;

const PLAIN: Required<RepoOptions> = {
  files: { "README.md": "# Hello\n" },
  collaborators: {},
  installed: false,
  private: false,
  defaultBranch: "main",
  branches: [],
  protect: {},
};

type Order = (held: Delivery[]) => Delivery[];

const ORDERS = { same: (held: Delivery[]) => held, reversed: (held: Delivery[]) => held.toReversed() };

/** An in-memory GitHub that speaks REST, GraphQL and webhooks over real HTTP and is judged by GitHub's contracts. */
export class FakeGitHub {
  readonly world: World;
  readonly webhookSecret: string;
  readonly #app: App;
  readonly #keyring: Keyring;
  readonly #signIns: SignIns;
  readonly #judge: Judge;
  readonly #courier: Courier;
  readonly #hooks: Hooks;
  readonly #door: FrontDoor;
  readonly #stage: Stage;
  readonly #queues: ReturnType<typeof runQueues>;

  /** Starts one on 127.0.0.1, on a free port unless given. */
  static async start(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
    const github = new FakeGitHub(options);
    await github.#door.listen(options.port ?? 0, options.host ?? "127.0.0.1");
    return github;
  }

  private constructor(options: FakeGitHubOptions) {
    const { id, slug = "gatehouse", permissions = DEFAULT_PERMISSIONS, events = DEFAULT_EVENTS } = options.app ?? {};
    this.webhookSecret = options.app?.webhookSecret ?? "a secret of at least thirty-two characters";
    this.world = new World(new Clock(options.now));
    this.#app = this.world.app(slug, { permissions, events, ...(id === undefined ? {} : { id }) });
    this.#signIns = new SignIns(this.world);
    this.#keyring = new Keyring(this.world, this.#signIns);
    this.#judge = new Judge({ on: options.judge ?? true });
    this.#courier = options.courierThread === true ? courierThread() : ownCourier;
    this.#hooks = new Hooks({
      world: this.world,
      judge: this.#judge,
      app: this.#app,
      secret: this.webhookSecret,
      courier: this.#courier,
    });
    this.#door = new FrontDoor({
      world: this.world,
      judge: this.#judge,
      hooks: this.#hooks,
      keyring: this.#keyring,
      signIns: this.#signIns,
      router: new Router(routes),
      graphql: graphqlOf(this.world, this.#judge),
      limits: new Limits(this.world.clock, options.rateLimit),
    });
    this.#queues = runQueues(this.world);
    this.#stage = { world: this.world, hooks: this.#hooks, main: this.#app, app: (named) => this.#otherApp(named) };
  }

  /** Where it listens; REST is at `/` and `/api/v3`, GraphQL at `/graphql` and `/api/graphql`. */
  get url(): string {
    return this.world.url;
  }

  get appId(): number {
    return this.#app.id;
  }

  get clientId(): string {
    return this.#app.clientId;
  }

  /** By which the App exchanges what people agreed to for tokens. */
  get clientSecret(): string {
    return this.#signIns.clientSecret(this.#app);
  }

  get privateKey(): string {
    return this.#keyring.privateKey;
  }

  /** Everything secret that this GitHub and its App know of each other, or were shown. */
  get secrets(): readonly string[] {
    return [this.webhookSecret, ...this.#keyring.secrets];
  }

  /** From now on webhooks go there; undefined takes the App's address away, and deliveries fail. */
  deliverTo(url: string | undefined): void {
    this.#hooks.target = url;
  }

  async stop(): Promise<void> {
    await this.#courier.stop();
    await this.#door.close();
  }

  // The world

  user(login: string): Account {
    return this.world.user(login);
  }

  /** What a person says of themselves, where one picks who one is. */
  introduces(login: string, bio: string): void {
    this.world.user(login).bio = bio;
  }

  /** A person's access token, for an Octokit that acts as that person. */
  tokenOf(login: string): string {
    return this.#keyring.tokenOf(this.world.user(login));
  }

  /** A person takes back what they agreed to when they signed in: their tokens are good for nothing from then on. */
  revokesSignIn(login: string): void {
    this.#signIns.revokeAll(this.world.user(login));
  }

  /** An installation token, for calls made by hand; an App gets its own by signing in. */
  installationToken(login: string): string {
    return this.#keyring.issue(this.installation(login), {}).token;
  }

  /** The account disappears; what it wrote stays under the ghost's name. */
  deletesUser(login: string): void {
    this.world.user(login).deleted = true;
  }

  org(
    login: string,
    {
      teams = {},
      members = [],
    }: { teams?: Readonly<Record<string, readonly string[]>>; members?: readonly string[] } = {},
  ): Organization {
    const org = this.world.organization(login);
    for (const member of members) org.members.add(this.world.user(member));
    for (const [slug, people] of Object.entries(teams)) this.team(login, slug, { members: people });
    return org;
  }

  /** A team below another one, or with people who were invited and have not accepted. */
  team(
    org: string,
    slug: string,
    about: { parent?: string; members?: readonly string[]; invited?: readonly string[] } = {},
  ): Team {
    const organization = this.world.organization(org);
    const parent = about.parent === undefined ? null : this.world.team(organization, about.parent);
    const team = this.world.team(organization, slug, parent);
    for (const login of about.members ?? []) {
      team.members.add(this.world.user(login));
      organization.members.add(this.world.user(login));
    }
    for (const login of about.invited ?? []) team.invited.add(this.world.user(login));
    return team;
  }

  /** A repository with a first commit; an owner never mentioned before becomes an organization. */
  repo(fullName: string, options: RepoOptions = {}): RepoScenario {
    const [owner = ""] = fullName.split("/");
    if (this.world.account(owner) === undefined) this.world.organization(owner);
    const repo = this.world.repository(fullName);
    const { files, collaborators, branches, protect, defaultBranch, ...about } = { ...PLAIN, ...options };
    Object.assign(repo, { private: about.private, defaultBranch });
    const scenario = new RepoScenario(this.#stage, repo);
    for (const [login, role] of Object.entries(collaborators)) scenario.collaborator(login, role);
    const by = this.world.user("octo-founder");
    push(this.world, { repo, branch: defaultBranch, by, files, message: "First commit" });
    for (const name of branches) scenario.branch(name);
    for (const [branch, checks] of Object.entries(protect)) scenario.protect(branch, checks);
    if (about.installed) installQuietly(this.world, this.#app, repo);
    return scenario;
  }

  /** The App's installation on that account. */
  installation(login: string): Installation {
    const found = this.world.installations.find(({ app, account }) => app === this.#app && account.login === login);
    if (found === undefined) throw new Error(`the App is not installed on ${login}`);
    return found;
  }

  async grants(login: string, permissions: Permissions): Promise<void> {
    await this.#hooks.during(() =>
      grant(this.world, this.installation(login), { by: this.world.user("octo-founder"), permissions }),
    );
  }

  /** Takes a permission away, silently: what an admin sees as "pending request". */
  revokes(login: string, permission: string): void {
    const installation = this.installation(login);
    installation.permissions = Object.fromEntries(
      Object.entries(installation.permissions).filter(([name]) => name !== permission),
    );
  }

  async suspends(login: string, { suspended = true }: { suspended?: boolean } = {}): Promise<void> {
    await this.#hooks.during(() =>
      suspend(this.world, this.installation(login), { by: this.world.user("octo-founder"), suspended }),
    );
  }

  /** No installation token that was handed out is good any more. */
  expiresTokens(): void {
    this.#keyring.expire();
  }

  /** GitHub's clock is wrong by the App's, or the App's by GitHub's: GitHub goes by its own only. */
  trustsItsClockOnly(): void {
    this.#keyring.trustNoOtherClock();
  }

  /** The account throws the App out altogether. */
  async uninstalls(login: string): Promise<void> {
    await this.#hooks.during(() =>
      deleteInstallation(this.world, this.installation(login), this.world.user("octo-founder")),
    );
  }

  /** Somebody joins or leaves a team, and the App is told. */
  async changesTeam(change: { org: string; team: string; add?: string; remove?: string; by?: string }): Promise<void> {
    const team = this.world.team(this.world.organization(change.org), change.team);
    const by = this.world.user(change.by ?? "octo-founder");
    const apply = (login: string | undefined, action: "added" | "removed"): void => {
      if (login !== undefined) changeMembership(this.world, team, { by, member: this.world.user(login), action });
    };
    await this.#hooks.during(() => {
      apply(change.add, "added");
      apply(change.remove, "removed");
    });
  }

  // Deployments

  /** Sets a workflow off in a repository, as `repo.workflow()` does. */
  async runWorkflow({ repo, ...about }: Workflow & { repo: RepoScenario }): Promise<RunScenario> {
    return repo.workflow(about);
  }

  /** What Apps said about the jobs of a run that waited, oldest first; `pending` is a status report. */
  reviewsOf(runId: number): readonly GateReview[] {
    const runs = [...this.world.repos.values()].flatMap(({ workflowRuns }) => workflowRuns);
    const run = runs.find(({ id }) => id === runId);
    if (run === undefined) throw new Error(`there is no run ${runId}`);
    return run.reviews;
  }

  /** From now on the first so many answers to each new request are refused with 422: GitHub isn't ready for them yet. */
  refusesEarlyReviews(count: number): void {
    this.world.earlyReviews = count;
  }

  // Deliveries

  get deliveries(): readonly Delivery[] {
    return this.#hooks.log;
  }

  /** Holds webhooks back until they are released; they are logged as pending. */
  hold(): void {
    this.#hooks.hold();
  }

  get held(): readonly Delivery[] {
    return this.#hooks.held;
  }

  async release({ order = "same" }: { order?: keyof typeof ORDERS | Order } = {}): Promise<void> {
    await this.#hooks.release(typeof order === "string" ? ORDERS[order] : order);
  }

  /** Sends some of what is held in this order, and goes on holding the rest. */
  async releaseSome(some: readonly Delivery[]): Promise<void> {
    await this.#hooks.releaseSome(some);
  }

  /** GitHub lost them: they are not in its log, so nobody can have them sent again. */
  losesDeliveries(which: (delivery: Delivery) => boolean): number {
    const kept = this.#hooks.log.filter((one) => !which(one));
    const lost = this.#hooks.log.length - kept.length;
    this.#hooks.log.splice(0, Infinity, ...kept);
    return lost;
  }

  /** Sends a logged delivery again under the same GUID. */
  async redeliver(guid: string): Promise<Delivery> {
    return this.#hooks.redeliver(this.#delivery(guid));
  }

  /** Sends the newest delivery of an event (or that GUID) a second time, as GitHub sometimes does. */
  async deliverTwice(eventOrGuid: string): Promise<Delivery> {
    const guid = this.lastDelivery(eventOrGuid)?.guid ?? eventOrGuid;
    return this.redeliver(guid);
  }

  /** The newest delivery of an event: `pull_request` or `pull_request.opened`. */
  lastDelivery(event: string): Delivery | undefined {
    const [name, action] = event.split(".");
    return this.#hooks.log.findLast((one) => one.event === name && (action === undefined || one.action === action));
  }

  /** Waits until no webhook is on its way. */
  async settled(): Promise<void> {
    await this.#hooks.settled();
  }

  // Faults

  /** The next matching calls fail. */
  fail(fault: Fault): void {
    this.#door.faults.plan(fault);
  }

  dropConnections(which: { next?: number; match?: RegExp; applied?: boolean } = {}): void {
    this.#door.faults.plan({ ...which, drop: true });
  }

  clearFaults(): void {
    this.#door.faults.clear();
  }

  /** Leaves every token holder with that many requests of the hour. */
  leavesRequests(remaining: number): void {
    this.#door.limits.leave(remaining);
  }

  /** Every answer takes that much longer, in milliseconds. */
  latency(milliseconds: number): void {
    this.#door.latency = milliseconds;
  }

  now(): Date {
    return this.world.now();
  }

  setClock(date: Date): void {
    this.world.clock.set(date);
    this.#expire();
  }

  /** A clock that stood still goes on by itself from there. */
  letsTimeGoOn(): void {
    this.world.clock.goOn();
  }

  advance(milliseconds: number): void {
    this.world.clock.advance(milliseconds);
    this.#expire();
  }

  #expire(): void {
    this.#queues.expire();
    expireWaiting(this.world);
  }

  /** From now on people who follow links to this GitHub are led there; it has no pages of its own. */
  showsPagesAt(url: string): void {
    this.#door.pages = url;
  }

  // The record

  get calls(): readonly RecordedCall[] {
    return this.#door.calls;
  }

  resetCalls(): void {
    this.#door.calls.length = 0;
  }

  /** What was written, tokens aside. */
  writes(): RecordedCall[] {
    return this.#door.calls.filter(({ kind, path }) => kind === "write" && !path.endsWith("/access_tokens"));
  }

  get violations(): readonly string[] {
    return this.#judge.violations;
  }

  assertClean(): void {
    if (this.violations.length > 0)
      throw new Error(`GitHub's contract was violated:\n- ${this.violations.join("\n- ")}`);
  }

  #delivery(guid: string): Delivery {
    const found = this.#hooks.log.findLast((one) => one.guid === guid);
    if (found === undefined) throw new Error(`no delivery has the GUID ${guid}`);
    return found;
  }

  #otherApp(slug: string): App {
    const permissions: Permissions = { checks: "write", contents: "read", metadata: "read" };
    return this.world.apps.get(slug) ?? this.world.app(slug, { permissions, events: [] });
  }
}
