import { z } from "zod";
import { misnamedConfigs } from "../../procedures/misnamed.ts";
import { isChecklist, mayBeChecklist, starterConfig } from "../../procedures/starter.ts";
import { WELCOME_MARKER, welcomeIssue } from "../../report/welcome.ts";
import type { Change } from "../change.ts";
import { inTurn } from "../in-turn.ts";
import { onceOnly, REFUSED } from "../once.ts";
import { CONFIG_PATH } from "../policy-places.ts";
import type { IssueWriter, RepositoryRef, SubjectRef } from "../ports.ts";
import type { PublishedItems } from "../publish.ts";
import type { Inbox } from "../inbox.ts";
import type { DecisionLog, PendingDeliveries } from "../turn.ts";

/** A repository that the App was just let into. */
export interface Newcomer {
  readonly name: string;
  readonly repositoryId: number;
  readonly url: string;
  /** The default branch; absent where nothing was ever pushed. */
  readonly branch?: string | undefined;
  /** People work in it, and issues are switched on: it is neither archived nor a fork. */
  readonly isAtWork: boolean;
  readonly hasConfig: boolean;
  /** Files at the root, in `.github` and in `docs`. */
  readonly paths: readonly string[];
}

/** Looks at repositories of one owner. */
export interface Newcomers {
  /** One query. Also: whether the owner has a config for all. */
  readonly look: (
    installationId: number,
    owner: string,
    names: readonly string[],
  ) => Promise<{ readonly isOwnerConfigured: boolean; readonly newcomers: readonly Newcomer[] }>;
  /** Texts of files on the default branch, one query; what is no text is left out. */
  readonly texts: (repository: RepositoryRef, paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

export interface Welcoming {
  readonly deliveries: PendingDeliveries;
  readonly published: PublishedItems;
  readonly newcomers: Newcomers;
  readonly issues: IssueWriter;
  readonly log: DecisionLog;
}

const KEY = /^installation:\d+\/aside:welcome$/u;

export const isWelcomeKey = (key: string): boolean => KEY.test(key);

/** Who selects more repositories knows what they do, or tries nothing yet. */
const FEW = 3;

const OWNERS = ".github";

const Wish = z.strictObject({
  installationId: z.int(),
  owner: z.string(),
  /** Where it may be said, the best place first. */
  names: z.array(z.string()).min(1),
  lead: z.string(),
});
type Wish = z.output<typeof Wish>;

/**
 * Where a new installation may be welcomed: in one of few repositories, else in the owner's own `.github`. Undefined: nowhere, or it is no new
 * installation, or nobody is known who could approve anything.
 */
export const placesToWelcome = (changes: readonly Change[]): Wish | undefined => {
  const [first] = changes;
  if (first?.event !== "installation" || first.action !== "created" || first.sender.type === "Bot") return undefined;
  const { owner } = first.repository;
  const all = changes.map(({ repository }) => repository.name);
  const own = all.filter((name) => name.toLowerCase() === OWNERS);
  const names = all.length <= FEW ? [...all.filter((name) => !own.includes(name)), ...own] : own;
  return names.length === 0
    ? undefined
    : { installationId: first.installationId, owner, names, lead: first.sender.login };
};

/** Has a new installation welcomed. Doing it twice does nothing twice. */
export const askForWelcome = async (
  { inbox, now }: { readonly inbox: Inbox; readonly now: () => Date },
  changes: readonly Change[],
): Promise<void> => {
  const wish = placesToWelcome(changes);
  const [first] = changes;
  if (wish === undefined || first === undefined) return;
  const { installationId, repository } = first;
  await inbox.accept({
    guid: `welcome/${installationId}`,
    event: "welcome",
    installationId,
    repositoryId: repository.id,
    owner: repository.owner,
    name: repository.name,
    payload: wish,
    receivedAt: now(),
    subjects: [`installation:${installationId}/aside:welcome`],
  });
};

const ITEM = { kind: "welcome", name: "welcome" } as const;

/**
 * Opens the one issue of an owner's first installation, with a first config ready to be proposed; none where there is a config, and never a second
 * one, also after the App was taken out and let in again, there or elsewhere. Calls: one look, the texts of checklists where there are any, the App's issues there, and the issue.
 */
export const welcome = (parts: Welcoming, key: string, signal: AbortSignal): Promise<void> =>
  inTurn(parts.deliveries, key, async (deliveries) => {
    const wish = deliveries.flatMap(({ payload }) => Wish.safeParse(payload).data ?? []).at(-1);
    if (wish === undefined) return;
    const published = await parts.published.get(key);
    const isDone = ({ remoteId, digest }: (typeof published)[number]): boolean => remoteId !== "" || digest === REFUSED;
    const before = await parts.published.get(ownerKey(wish));
    if ([...published, ...before].some((item) => item.kind === ITEM.kind && isDone(item))) return;
    const newcomer = await chosen(parts, wish);
    if (newcomer === undefined) return;
    const subject = subjectOf(wish, newcomer, key);
    const issue = await issueFor(parts, { subject, newcomer, wish });
    signal.throwIfAborted();
    const noted = async (made: string): Promise<string> => {
      await parts.published.put({ subjectKey: ownerKey(wish), ...ITEM, remoteId: made, digest: "" });
      return made;
    };
    const find = async () => {
      const found = await parts.issues.find(subject, WELCOME_MARKER);
      return found && noted(found.url);
    };
    const create = async () => (await find()) ?? noted((await parts.issues.create(subject, issue)).url);
    const url = await onceOnly({ parts, subject, published }, ITEM, { find, create });
    parts.log.info({ installationId: wish.installationId, url }, "a new installation is welcome");
  });

/** A later installation has another number, and may be on other repositories. */
const ownerKey = ({ owner }: Wish): string => `owner:${owner.toLowerCase()}`;

const chosen = async (
  { newcomers }: Welcoming,
  { installationId, owner, names }: Wish,
): Promise<(Newcomer & { readonly branch: string }) | undefined> => {
  const seen = await newcomers.look(installationId, owner, names);
  if (seen.isOwnerConfigured || seen.newcomers.some(({ hasConfig }) => hasConfig)) return undefined;
  for (const name of names) {
    const one = seen.newcomers.find((each) => each.name === name);
    if (one?.isAtWork === true && one.branch !== undefined) return { ...one, branch: one.branch };
  }
  return undefined;
};

const subjectOf = ({ installationId, owner }: Wish, { repositoryId, name }: Newcomer, key: string): SubjectRef => ({
  installationId,
  repositoryId,
  owner,
  name,
  kind: "issue",
  number: 0,
  key,
});

interface Offering {
  readonly subject: SubjectRef;
  readonly newcomer: Newcomer & { readonly branch: string };
  readonly wish: Wish;
}

/** So many documents are read and so many named: the address that carries the config has to stay short. */
const MOST_READ = 5;
const MOST_NAMED = 2;

const issueFor = async ({ newcomers }: Welcoming, { subject, newcomer, wish }: Offering) => {
  const candidates = newcomer.paths.filter(mayBeChecklist).slice(0, MOST_READ);
  const texts = candidates.length === 0 ? new Map<string, string>() : await newcomers.texts(subject, candidates);
  const checklists = [...texts].filter(([path, text]) => isChecklist(path, text)).map(([path]) => path);
  const { url, branch, name } = newcomer;
  return welcomeIssue({
    repository: `${subject.owner}/${name}`,
    url,
    branch,
    path: CONFIG_PATH,
    config: starterConfig({ lead: wish.lead, checklists: checklists.slice(0, MOST_NAMED) }),
    isForAll: name.toLowerCase() === OWNERS,
    misnamed: misnamedConfigs(newcomer.paths),
  });
};
