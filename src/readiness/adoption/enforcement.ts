import { z } from "zod";
import { enforcedBy } from "../../evaluation/enforcement/enforced.ts";
import { enforcementOf, type Enforcement } from "../../evaluation/enforcement/enforcement.ts";
import type { RepositorySettings } from "../../evaluation/enforcement/settings.ts";
import { CHECK_NAME } from "../../report/check-run.ts";
import type { Budget } from "../catch-up/ports.ts";
import { inTurn } from "../in-turn.ts";
import type { RepositoryRef } from "../ports.ts";
import { RetryLater } from "../retry-later.ts";
import type { DecisionLog, PendingDeliveries, Policed } from "../turn.ts";

/** What was found of a repository, and when. */
export interface KeptEnforcement extends Enforcement {
  readonly checkedAt: Date;
}

/** What is kept of how repositories are guarded. */
export interface Enforcements {
  /** Undefined: never looked at. */
  readonly of: (repositoryId: number) => Promise<KeptEnforcement | undefined>;
  readonly keep: (repositoryId: number, found: KeptEnforcement) => Promise<void>;
}

/** Reads what guards a branch, and those environments alone (undefined: all). Tells what may not be read from what is not there. */
export interface SettingsReader {
  /** With our App's id, by which our own rules and checks are known. */
  readonly read: (
    repository: RepositoryRef,
    branch: string,
    environments: readonly string[] | undefined,
  ) => Promise<{ readonly settings: RepositorySettings; readonly appId: number }>;
}

/** When it is time to look at a repository again. One process alone: the others have their own idea, and the inbox takes one of both. */
export interface Occasions {
  /** `day`: not looked at today. `news`: GitHub says something else of our check than before. */
  readonly at: (repositoryId: number, seen: Seen) => "day" | "news" | undefined;
  readonly taken: (repositoryId: number, seen: Seen) => void;
}

export interface Seen {
  /** `2026-03-02`. */
  readonly day: string;
  readonly isRequired: boolean | undefined;
}

export interface CheckingEnforcement {
  readonly deliveries: PendingDeliveries;
  readonly enforcements: Enforcements;
  readonly settings: SettingsReader;
  readonly budget: Budget;
  readonly log: DecisionLog;
  readonly now: () => Date;
}

const KEY = /^repo:\d+\/aside:enforcement$/u;

export const isEnforcementKey = (key: string): boolean => KEY.test(key);

/** What is to be looked at, as the inbox keeps it. */
const Wish = z.strictObject({
  installationId: z.int(),
  repositoryId: z.int(),
  owner: z.string(),
  name: z.string(),
  branch: z.string(),
  environments: z.array(z.string()),
  everywhere: z.boolean(),
  isRequired: z.boolean().optional(),
});
type Wish = z.output<typeof Wish>;

/**
 * Has the settings that guard a repository looked at beside the turns of its pull requests: once a day while something happens there, when GitHub says
 * something else of our check than before, and when the policy changed. Costs nothing otherwise.
 */
export const askAboutEnforcement = async ({ parts, subject, policy, reading, changes }: Policed): Promise<void> => {
  const { occasions } = parts;
  const { snapshot, isDefault, isRequired } = reading;
  if (occasions === undefined || !isDefault || subject.kind === "issue" || snapshot.state !== "open") return;
  const { installationId, repositoryId, owner, name } = subject;
  const seen = { day: parts.now().toISOString().slice(0, 10), isRequired };
  const push = changes.find(({ change }) => change.touches === "policy");
  const occasion = push === undefined ? occasions.at(repositoryId, seen) : "push";
  if (occasion === undefined) return;
  const { environments, everywhere } = enforcedBy(policy, { check: CHECK_NAME, appId: undefined });
  const at = { installationId, repositoryId, owner, name };
  const wish: Wish = {
    ...at,
    branch: snapshot.base,
    environments: [...environments],
    everywhere,
    ...(isRequired === undefined ? {} : { isRequired }),
  };
  const cause = { day: seen.day, news: changes.at(-1)?.guid ?? seen.day, push: push?.guid ?? seen.day }[occasion];
  await parts.inbox.accept({
    guid: `enforcement/${repositoryId}/${cause}`,
    event: "enforcement",
    ...at,
    payload: wish,
    receivedAt: parts.now(),
    subjects: [`repo:${repositoryId}/aside:enforcement`],
  });
  occasions.taken(repositoryId, seen);
};

/** Below this share of an installation's calls it is left for later. */
const SPARED = 0.5;

/**
 * Looks at what guards a repository, and keeps it for its page. Calls: GitHub's budget, the rules of the branch and each ruleset that demands checks, classic
 * protection, the environments and the rules of each that the policy names: five as a rule. Throws what kept it from finishing.
 */
export const checkEnforcement = (parts: CheckingEnforcement, key: string, signal: AbortSignal): Promise<void> =>
  inTurn(parts.deliveries, key, async (deliveries) => {
    const wish = deliveries.flatMap(({ payload }) => Wish.safeParse(payload).data ?? []).at(-1);
    if (wish === undefined) return;
    const { share, resetAt } = await parts.budget.left(wish.installationId);
    if (share < SPARED) throw new RetryLater(resetAt, "the installation's budget is short");
    signal.throwIfAborted();
    const { branch, environments, everywhere, repositoryId } = wish;
    const { settings, appId } = await parts.settings.read(wish, branch, everywhere ? undefined : environments);
    const enforced = { check: CHECK_NAME, appId, environments, everywhere };
    const found = enforcementOf(settings, enforced, wish.isRequired);
    await parts.enforcements.keep(repositoryId, { ...found, checkedAt: parts.now() });
    const { isRequired, concerns } = found;
    parts.log.info(
      { repositoryId, branch, isRequired, concerns: concerns.map(({ code }) => code) },
      "settings looked at",
    );
  });
