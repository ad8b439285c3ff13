import type { AskedAnew } from "../../../src/readiness/catch-up/anew.ts";
import type { CatchingUp } from "../../../src/readiness/catch-up/catch-up.ts";
import type {
  KnownOne,
  SeenIssue,
  SeenPull,
  SeenRepository,
  WaitingThere,
} from "../../../src/readiness/catch-up/ports.ts";
import type { RepositoryRef } from "../../../src/readiness/ports.ts";

export const NOW = new Date("2026-03-06T16:00:00Z");
export const minutes = (count: number): number => count * 60_000;

/** A GitHub and a store of plain data, of which a test sets what it cares for. */
export interface Setting {
  now: Date;
  /** Repositories by installation, each with its open pull requests. */
  readonly repositories: Map<
    number,
    { readonly repository: RepositoryRef; readonly pulls: SeenPull[]; configured: boolean }[]
  >;
  share: number;
  /** Called while a turn is under way. */
  onTurn: (key: string) => void;
  readonly known: KnownOne[];
  expected: number;
  failing: number | undefined;
  /** An installation that is no more. */
  gone: number | undefined;
  /** Looks fail that hold this repository, or any. */
  unreadable: number | "all" | undefined;
  /** Repositories of which GitHub does not tell everything. */
  readonly half: number[];
  /** Issues of whichever repository, in the order in which they changed, of which so many are told at once. */
  readonly issues: SeenIssue[];
  issuesAtOnce: number;
  /** Runs that wait in whichever repository, the newest first, of which so many are told at once. */
  readonly runs: (WaitingThere & { readonly createdAt: Date })[];
  runsAtOnce: number;
}

export interface Recorded {
  readonly turns: string[];
  readonly guids: Set<string>;
  readonly sweptAt: Map<number, Date>;
  readonly marks: Map<string, Date>;
  readonly plan: Map<number, Date>;
  readonly issuesUntil: Map<string, Date>;
  readonly anew: Map<number, AskedAnew & { dueAt: Date }>;
  readonly calls: string[];
  /** Of each look at issues, from when on, as hours and minutes. */
  readonly issuesFrom: string[];
  /** Of each look at runs, up to when, as hours and minutes. */
  readonly runsBefore: string[];
  readonly logged: string[];
  readonly most: { atOnce: number };
}

export const repositoryOf = (installationId: number, repositoryId: number): RepositoryRef => ({
  installationId,
  repositoryId,
  owner: "acme",
  name: `shop-${repositoryId}`,
});

export const openPull = (number: number): SeenPull => ({
  number,
  state: "open",
  headSha: `sha-${number}`,
  headRef: "basket",
  baseRef: "main",
  updatedAt: "2026-03-01T10:00:00Z",
});

export const shopsOf = (installationId: number, ...counts: readonly number[]) =>
  counts.map((count, index) => ({
    repository: repositoryOf(installationId, installationId * 100 + index),
    pulls: Array.from({ length: count }, (_none, number) => openPull(number + 1)),
    configured: true,
  }));

export const settingOf = (about: Partial<Setting> = {}): Setting => ({
  now: NOW,
  repositories: new Map(),
  share: 1,
  onTurn: () => undefined,
  known: [],
  expected: 0,
  failing: undefined,
  gone: undefined,
  unreadable: undefined,
  half: [],
  issues: [],
  issuesAtOnce: 100,
  runs: [],
  runsAtOnce: 100,
  ...about,
});

export const recordedOf = (): Recorded => ({
  turns: [],
  guids: new Set(),
  sweptAt: new Map(),
  marks: new Map(),
  plan: new Map(),
  issuesUntil: new Map(),
  anew: new Map(),
  calls: [],
  issuesFrom: [],
  runsBefore: [],
  logged: [],
  most: { atOnce: 0 },
});

/** Turns are over when they are asked about the second time. */
export const partsOf = (setting: Setting, recorded: Recorded): CatchingUp => {
  const under = new Map<string, string>();
  return {
    now: () => setting.now,
    chance: () => 0.5,
    log: {
      info: (_data, message) => void recorded.logged.push(message),
      warn: (_data, message) => void recorded.logged.push(message),
    },
    inbox: {
      accept: async ({ guid, subjects: [key = ""] }) => {
        if (recorded.guids.has(guid)) return { accepted: false };
        recorded.guids.add(guid);
        recorded.turns.push(key);
        under.set(key, guid);
        recorded.most.atOnce = Math.max(recorded.most.atOnce, under.size);
        setting.onTurn(key);
        return { accepted: true };
      },
    },
    deliveries: {
      pending: async (key) => {
        await Promise.resolve();
        under.delete(key);
        return [];
      },
    },
    subjects: { get: async () => undefined, remember: async () => undefined },
    marks: {
      get: async (name) => recorded.marks.get(name),
      set: async (name, at) => void recorded.marks.set(name, at),
    },
    missed: {
      note: async () => undefined,
      open: async () => ({ missed: [], givenUp: 0 }),
      asked: async () => undefined,
      drop: async () => undefined,
      expected: async () => setting.expected,
    },
    deliveryLog: {
      page: async () => {
        recorded.calls.push("log");
        return { attempts: [], next: undefined };
      },
      redeliver: async () => "asked",
    },
    budget: {
      left: async () => ({ share: setting.share, resetAt: new Date(setting.now.getTime() + minutes(40)) }),
    },
    asked: { deploys: async () => false, of: async () => [] },
    waiting: {
      runs: async (_repository, before) => {
        recorded.runsBefore.push(before?.toISOString().slice(11, 16) ?? "newest");
        const all = setting.runs.filter(({ createdAt }) => before === undefined || createdAt <= before);
        const runs = all.slice(0, setting.runsAtOnce);
        const next = all[runs.length];
        return next === undefined ? { runs } : { runs, until: next.createdAt };
      },
      groups: async () => [],
      issues: async (_repository, { from, closed }) => {
        recorded.issuesFrom.push(from?.toISOString().slice(11, 16) ?? "ever");
        const all = setting.issues.filter(
          ({ updatedAt, state }) => (from === undefined || new Date(updatedAt) >= from) && (closed || state === "open"),
        );
        const issues = all.slice(0, setting.issuesAtOnce);
        const last = issues.at(-1);
        return all.length > issues.length && last !== undefined
          ? { issues, until: new Date(last.updatedAt) }
          : { issues };
      },
    },
    ...sweepsOf(setting, recorded),
  };
};

const sweepsOf = (setting: Setting, recorded: Recorded): Pick<CatchingUp, "sight" | "sweeps" | "plan" | "anew"> => ({
  sight: {
    installations: async () => {
      recorded.calls.push("installations");
      return [...setting.repositories.keys()];
    },
    repositories: async function* repositories(installationId) {
      if (installationId === setting.failing) throw new Error("GitHub is away");
      yield (setting.repositories.get(installationId) ?? []).map(({ repository }) => repository);
    },
    look: async (installationId, many) => {
      if (installationId === setting.gone) throw new Error("there is no such installation");
      recorded.calls.push(`look ${many.length}`);
      const isIn = many.some(({ repository }) => repository.repositoryId === setting.unreadable);
      if (isIn || setting.unreadable === "all") throw new Error("it takes too long");
      const all = setting.repositories.get(installationId) ?? [];
      const seen = all.filter(({ repository }) =>
        many.some((one) => one.repository.repositoryId === repository.repositoryId),
      );
      const repositories = seen.map(({ repository, pulls, configured }): SeenRepository => ({
        repository,
        tip: { branch: "main", sha: "tip" },
        configured: new Set(configured ? ["main"] : []),
        pulls,
      }));
      const unread = setting.half.map((id) => ({ repositoryIds: [id], error: new Error("it takes too long") }));
      return { repositories, isOwnerConfigured: false, unread };
    },
  },
  sweeps: {
    sweptAt: async (repositories) =>
      new Map(
        repositories.flatMap(({ repositoryId }) => {
          const at = recorded.sweptAt.get(repositoryId);
          return at === undefined ? [] : [[repositoryId, at]];
        }),
      ),
    swept: async (repositories, at) =>
      repositories.forEach(({ repositoryId }) => recorded.sweptAt.set(repositoryId, at)),
    issuesUntil: async (repositoryId, round) => recorded.issuesUntil.get(`${repositoryId} ${round}`),
    keepIssuesUntil: async (repositoryId, round, until) => {
      for (const name of recorded.issuesUntil.keys())
        if (name.startsWith(`${repositoryId} `)) recorded.issuesUntil.delete(name);
      if (until !== undefined) recorded.issuesUntil.set(`${repositoryId} ${round}`, until);
    },
    known: async (repositoryId) => setting.known.filter(({ key }) => key.startsWith(`repo:${repositoryId}/`)),
  },
  anew: {
    ask: async (repository, askedAt) =>
      void recorded.anew.set(repository.repositoryId, { repository, askedAt, dueAt: askedAt }),
    due: async (now) =>
      [...recorded.anew.values()]
        .filter(({ dueAt }) => dueAt <= now)
        .toSorted((one, other) => one.askedAt.getTime() - other.askedAt.getTime()),
    among: async (installationId, ids) =>
      new Set(ids.filter((id) => recorded.anew.get(id)?.repository.installationId === installationId)),
    keep: async (ids, listedAt) => {
      for (const { repository, askedAt } of recorded.anew.values())
        if (!ids.includes(repository.installationId) && askedAt <= listedAt)
          recorded.anew.delete(repository.repositoryId);
    },
    done: async ({ repository: { repositoryId }, askedAt }) => {
      if (recorded.anew.get(repositoryId)?.askedAt.getTime() === askedAt.getTime()) recorded.anew.delete(repositoryId);
    },
    putOff: async (asked, until) => {
      for (const { repository, askedAt } of asked) {
        const row = recorded.anew.get(repository.repositoryId);
        if (row?.askedAt.getTime() === askedAt.getTime()) row.dueAt = until;
      }
    },
  },
  plan: {
    keep: async (ids, now, { hurry } = { hurry: false }) => {
      for (const id of recorded.plan.keys()) if (!ids.includes(id)) recorded.plan.delete(id);
      for (const id of ids) if (hurry || !recorded.plan.has(id)) recorded.plan.set(id, now);
    },
    due: async (now) =>
      [...recorded.plan].filter(([, at]) => at <= now).map(([installationId, at]) => ({ installationId, at })),
    next: async (id, from, to) => {
      if (recorded.plan.get(id)?.getTime() === from.getTime()) recorded.plan.set(id, to);
    },
  },
});
