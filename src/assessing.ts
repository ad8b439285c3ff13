import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { readBuiltins } from "./config/builtins.ts";
import { needsOf } from "./evaluation/needs.ts";
import { budgetOn } from "./github/catch-up/budget.ts";
import { commentsOn } from "./github/comments.ts";
import { createReleaseReader } from "./github/deploy/release-reader.ts";
import { runAnswersOn } from "./github/deploy/run-answers.ts";
import { issuesOn } from "./github/issue-writer.ts";
import type { PolicyOf } from "./github/proposal.ts";
import { newcomersOn } from "./github/newcomers.ts";
import { openPullsOn } from "./github/open-pulls.ts";
import { pullNamesOn } from "./github/pull-names.ts";
import { mergeQueuesOn } from "./github/queue/merge-queue.ts";
import { createReader } from "./github/reader.ts";
import { settingsOn } from "./github/settings-reader.ts";
import { secondLookOn } from "./github/second-look.ts";
import { membersOn, runsOn, type ClientOf } from "./github/writers.ts";
import type { Releasing } from "./readiness/deploy/parts.ts";
import type { Kept, KeptReadings } from "./readiness/kept-readings.ts";
import { createOccasions } from "./readiness/adoption/occasions.ts";
import type { TakingAsides } from "./readiness/asides.ts";
import { policyOf } from "./readiness/policy-of.ts";
import type { Members, Permission } from "./readiness/ports.ts";
import type { AssessingGroups } from "./readiness/queue/assess-group.ts";
import { rememberingPolicies } from "./readiness/remembered-policies.ts";
import { linkedRuns } from "./linked-runs.ts";
import type { Store } from "./store/open-store.ts";

interface Parts {
  readonly store: Store;
  readonly log: Logger;
  readonly now: () => Date;
  readonly clientOf: ClientOf;
  /** Where our pages are; undefined where there are none. */
  readonly pagesUrl: string | undefined;
  /** Whether it is looked now and then what guards a repository. */
  readonly selfCheck: boolean;
}

type AssessingEverything = AssessingGroups & Releasing & TakingAsides;

/** Everything that a turn, of whatever it is, speaks to: GitHub by one App's rights, the store, and the clock. */
export const assessingWith = (
  { store, log, now, clientOf, pagesUrl, selfCheck }: Parts,
  slug: string,
): AssessingEverything => {
  const builtins = readBuiltins();
  const policies = rememberingPolicies(policyOf);
  const ofFiles: PolicyOf = (files, { owner, name, url }) =>
    policies({ files, owner, name, url, builtin: (id) => builtins.get(id)?.text });
  const reading = { clientOf, policyOf: ofFiles, organisations: store.organisations };
  return {
    deliveries: store.deliveries,
    opening: store.opening,
    inbox: store.deliveries,
    subjects: store.subjects,
    ledger: store.ledger,
    published: store.published,
    alone: store.alone,
    timers: { wakeAt: (key, at) => store.jobs.wakeAt(key, at, now()) },
    runs: linkedRuns(runsOn(clientOf), pagesUrl),
    mergeQueues: mergeQueuesOn(clientOf),
    comments: commentsOn(clientOf),
    members: remembering(membersOn(clientOf)),
    reader: createReader({ ...reading, slug, needsOf }),
    releases: createReleaseReader(reading),
    runsWaiting: runAnswersOn({ clientOf, warn: (data, message) => log.warn(data, message) }),
    requests: store.deployRequests,
    rollbacks: store.ledger,
    secondLook: secondLookOn(clientOf),
    issues: issuesOn(clientOf, slug),
    pullNames: pullNamesOn(clientOf),
    keptReadings: keepingReadings(),
    standings: store.standings,
    ...besides({ store, clientOf, selfCheck }),
    log,
    now,
    self: `${slug}[bot]`,
  };
};

/** What is spoken to beside the turns that people wait for. */
const besides = ({ store, clientOf, selfCheck }: Pick<Parts, "store" | "clientOf" | "selfCheck">) => ({
  openPulls: openPullsOn(clientOf),
  budget: budgetOn(clientOf),
  shadow: store.shadow,
  enforcements: store.enforcement,
  settings: settingsOn(clientOf),
  newcomers: newcomersOn(clientOf),
  occasions: selfCheck ? createOccasions() : undefined,
});

/** Roughly the bytes of what a reading holds; everything else of it is small. */
const sizeOf = ({ reading: { snapshot } }: Kept): number => {
  const { files = [], documents = {}, baseDocuments = {}, body } = snapshot;
  const texts = [...Object.values(documents), ...Object.values(baseDocuments)].flat();
  return texts.reduce((sum, { text }) => sum + (text?.length ?? 0), 10_000 + body.length + 200 * files.length);
};

const keepingReadings = (): KeptReadings => {
  const kept = new LRUCache<string, Kept>({ max: 2000, maxSize: 32 * 1024 * 1024, sizeCalculation: sizeOf });
  return {
    take: (key) => {
      const found = kept.get(key);
      kept.delete(key);
      return found;
    },
    keep: (key, one) => void kept.set(key, one),
  };
};

/** A person's permission is asked once a minute at most, also by turns at the same time: people tick several boxes in a row. */
const PERMISSION_TTL_MS = 60_000;

const remembering = (members: Members): Members => {
  const known = new LRUCache<string, Promise<Permission>>({ max: 10_000, ttl: PERMISSION_TTL_MS });
  return {
    permission: async (subject, login) => {
      const key = `${subject.repositoryId} ${login.toLowerCase()}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const asked = members.permission(subject, login);
      known.set(key, asked);
      asked.catch(() => known.delete(key));
      return asked;
    },
  };
};
