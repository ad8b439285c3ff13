import { GitStore } from "../git/store.ts";
import { Clock } from "./clock.ts";
import { type IdKind, Ids } from "./ids.ts";
import type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  Comment,
  Installation,
  Issue,
  Label,
  Milestone,
  Node,
  Organization,
  Pull,
  Repository,
  Role,
  Team,
} from "./model.ts";

/** Something happened that GitHub tells the App about. */
export interface Occurrence {
  readonly event: string;
  readonly action: string | null;
  readonly sender: Account;
  readonly repo: Repository | null;
  readonly org?: Organization | undefined;
  readonly installation?: Installation | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** Only this App hears of it: check re-runs and buttons. */
  readonly onlyFor?: App | undefined;
  /** Differs on purpose from the published contract, as payloads of other versions of GitHub do. */
  readonly offContract?: boolean | undefined;
}

/** Everything this GitHub knows. Acts change it, presenters read it, occurrences leave it. */
export class World {
  readonly clock: Clock;
  readonly ids = new Ids();
  readonly users = new Map<string, Account>();
  readonly orgs = new Map<string, Organization>();
  readonly repos = new Map<string, Repository>();
  /** Where who asks for a name of the past is led, until the name is given anew. */
  readonly formerNames = new Map<string, Repository>();
  readonly apps = new Map<string, App>();
  readonly installations: Installation[] = [];
  readonly nodes = new Map<string, Node>();
  readonly comments = new Map<number, Comment>();
  readonly runs = new Map<number, CheckRun>();
  readonly suites = new Map<number, CheckSuite>();
  /** Where this GitHub is reachable, without a slash at the end. */
  url = "http://127.0.0.1";
  /** So many answers to each new request of a protection rule come too early for GitHub: it refuses them. */
  earlyReviews = 0;
  tell: (occurrence: Occurrence) => void = () => {};

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(): Date {
    return this.clock.now();
  }

  /** Gives a new thing its ids and makes it findable by GraphQL's `node(id:)`. */
  add<T extends Node>(kind: IdKind, make: (ids: { id: number; nodeId: string }) => T): T {
    const made = make(this.ids.next(kind));
    this.nodes.set(made.nodeId, made);
    return made;
  }

  /** The person of that login, made on first mention. */
  user(login: string): Account {
    return this.account(login) ?? this.#account("User", login);
  }

  account(login: string): Account | undefined {
    return this.users.get(login.toLowerCase());
  }

  bot(login: string): Account {
    return this.account(login) ?? this.#account("Bot", login);
  }

  organization(login: string): Organization {
    const known = this.orgs.get(login.toLowerCase());
    if (known !== undefined) return known;
    const org = {
      account: this.#account("Organization", login),
      members: new Set<Account>(),
      teams: new Map<string, Team>(),
    };
    this.orgs.set(login.toLowerCase(), org);
    return org;
  }

  team(org: Organization, slug: string, parent: Team | null = null): Team {
    const known = org.teams.get(slug);
    if (known !== undefined) return known;
    const team = this.add("team", (ids): Team => ({
      kind: "Team",
      ...ids,
      org,
      slug,
      name: slug,
      parent,
      members: new Set(),
      invited: new Set(),
      createdAt: this.now(),
    }));
    org.teams.set(slug, team);
    return team;
  }

  repository(fullName: string, parent: Repository | null = null): Repository {
    const [owner = "", name = ""] = fullName.split("/");
    const account = this.account(owner) ?? this.user(owner);
    const repo = this.add("repository", (ids): Repository => ({
      kind: "Repository",
      ...ids,
      owner: account,
      name,
      parent,
      git: parent?.git ?? new GitStore(),
      refs: new Map(),
      labels: new Map(),
      milestones: new Map(),
      issues: new Map(),
      suites: [],
      statuses: [],
      deployments: [],
      linkLagMs: 0,
      environments: new Map(),
      workflowRuns: [],
      collaborators: new Map(account.kind === "Organization" ? [] : [[account, "admin"]]),
      rulesets: [],
      protections: new Map(),
      queues: new Map(),
      createdAt: this.now(),
      pushedAt: this.now(),
      private: false,
      archived: false,
      deleted: false,
      description: null,
      defaultBranch: "main",
    }));
    this.repos.set(fullName.toLowerCase(), repo);
    return repo;
  }

  repo(fullName: string): Repository | undefined {
    const repo = this.repos.get(fullName.toLowerCase()) ?? this.formerNames.get(fullName.toLowerCase());
    return repo?.deleted === true ? undefined : repo;
  }

  app(
    slug: string,
    about: { id?: number; permissions: App["permissions"]; events: readonly string[]; owner?: Account },
  ): App {
    const app = this.add("app", (ids): App => ({
      kind: "App",
      ...ids,
      id: about.id ?? ids.id,
      clientId: `Iv23li${slug}`,
      slug,
      name: slug,
      owner: about.owner ?? this.user("octo-owner"),
      bot: this.bot(`${slug}[bot]`),
      permissions: about.permissions,
      events: about.events,
      createdAt: this.now(),
    }));
    this.apps.set(slug, app);
    return app;
  }

  label(repo: Repository, name: string): Label {
    const known = repo.labels.get(name.toLowerCase());
    if (known !== undefined) return known;
    const label = this.add("label", (ids): Label => ({
      kind: "Label",
      ...ids,
      repo,
      name,
      color: "ededed",
      description: null,
    }));
    repo.labels.set(name.toLowerCase(), label);
    return label;
  }

  /** The milestone of that title, made on first mention. */
  milestone(repo: Repository, title: string, creator: Account): Milestone {
    const known = [...repo.milestones.values()].find((one) => one.title === title);
    if (known !== undefined) return known;
    const milestone = this.add("milestone", (ids): Milestone => ({
      kind: "Milestone",
      ...ids,
      repo,
      number: repo.milestones.size + 1,
      title,
      creator,
      createdAt: this.now(),
      state: "open",
    }));
    repo.milestones.set(milestone.number, milestone);
    return milestone;
  }

  installationFor(app: App, account: Account): Installation | undefined {
    return this.installations.find((one) => one.app === app && one.account === account);
  }

  #account(kind: Account["kind"], login: string): Account {
    const make = (ids: { id: number; nodeId: string }): Account => ({
      kind,
      ...ids,
      login,
      createdAt: this.now(),
      deleted: false,
    });
    const account = this.add(kind === "Organization" ? "org" : "user", make);
    this.users.set(login.toLowerCase(), account);
    return account;
  }
}

export const fullName = (repo: Repository): string => `${repo.owner.login}/${repo.name}`;

export const isInstalled = (installation: Installation, repo: Repository): boolean =>
  installation.account === repo.owner && (installation.all || installation.repos.has(repo));

const RANK = { read: 1, triage: 2, write: 3, maintain: 4, admin: 5 } as const satisfies Record<Role, number>;

export const atLeast = (role: Role | undefined, least: Role): boolean =>
  role !== undefined && RANK[role] >= RANK[least];

/** A person's role in a repository; anyone may read a public one. */
export function roleOf(repo: Repository, account: Account): Role | undefined {
  const granted = repo.collaborators.get(account);
  return granted ?? (repo.private ? undefined : "read");
}

export function issueOf(repo: Repository, number: number): Issue | Pull | undefined {
  return repo.issues.get(number);
}

export function pullOf(repo: Repository, number: number): Pull | undefined {
  const found = repo.issues.get(number);
  return found?.kind === "PullRequest" ? found : undefined;
}

export function pullsOf(repo: Repository): Pull[] {
  return [...repo.issues.values()].filter((issue) => issue.kind === "PullRequest");
}

export const branchSha = (repo: Repository, branch: string): string | undefined =>
  repo.refs.get(`refs/heads/${branch}`);

/** The commit a name stands for: branch, tag, full ref, or (the beginning of) a commit id. */
export function resolveCommit(repo: Repository, name: string): string | undefined {
  for (const ref of [name, `refs/${name}`, `refs/tags/${name}`, `refs/heads/${name}`]) {
    const sha = repo.refs.get(ref);
    if (sha !== undefined) return sha;
  }
  if (name === "HEAD") return branchSha(repo, repo.defaultBranch);
  if (!/^[0-9a-f]{4,40}$/i.test(name)) return undefined;
  return (repo.git.commit(name.toLowerCase()) ?? repo.git.commitsStartingWith(name.toLowerCase()))?.sha;
}
