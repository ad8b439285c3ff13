import { eachOnce, type Finding } from "../procedures/finding.ts";
import { misnamedConfig, misnamedConfigs } from "../procedures/misnamed.ts";
import { parseProcedure } from "../procedures/parse.ts";
import type { PolicyFile, PolicyState } from "../readiness/policy-of.ts";
import { CONFIG_PATH, placeKey, placeOf, type Place } from "../readiness/policy-places.ts";
import type { OfferedFile, Proposal, SubjectRef } from "../readiness/ports.ts";
import type { Answer } from "./gather.ts";
import type { Gathered } from "./gathered.ts";
import { isLookalike, withoutLookalikes } from "./lookalikes.ts";
import { changedFiles, filesAt } from "./snapshot.ts";

/** What files of config and procedures make. Pure. */
export type PolicyOf = (
  files: ReadonlyMap<string, PolicyFile>,
  at: Pick<SubjectRef, "owner" | "name"> & { readonly url: string },
) => PolicyState;

interface Proposing {
  readonly policyOf: PolicyOf;
  readonly gathered: Gathered;
  readonly subject: SubjectRef;
  /** Files that other repositories use. */
  readonly offered: readonly OfferedFile[] | undefined;
}

/** Places in the subject's own repository: only those can a pull request change. */
export const homeOf = (places: readonly Place[]): readonly Place[] => places.filter(({ where }) => where === "home");

/** What a pull request makes of the policy, as far as it is known. */
interface ProposalState {
  /** What has to be read at the head to tell. */
  readonly places: readonly Place[];
  readonly needsFiles: boolean;
  readonly proposal?: Proposal;
}

/**
 * Whether this pull request itself changes config or procedures. A difference between head and base is not enough, because
 * the base may have moved on; the list of changed files decides.
 */
export const proposalOf = (
  { policyOf, gathered, subject, offered }: Proposing,
  { repository, pull }: Answer,
): ProposalState => {
  if (subject.kind === "issue") return { places: [], needsFiles: false };
  const places = homeOf([...gathered.policyFiles.keys()].map(placeOf));
  const different = places.filter((place) => isDifferent(gathered, place));
  if (different.length === 0) return { places, needsFiles: false };
  const changed = filesAt(gathered);
  if (changed === undefined) return { places, needsFiles: true };
  const paths = different.map(({ path }) => path).filter((path) => changed.has(path));
  if (paths.length === 0) return { places, needsFiles: false };
  const elsewhere = [...gathered.policyFiles].filter(([key]) => placeOf(key).where !== "home");
  const state = policyOf(new Map([...elsewhere, ...gathered.headFiles]), {
    ...subject,
    url: `${repository.url}/blob/${pull.headRefOid}`,
  });
  if (state.state === "more") return { places: [...places, ...state.places], needsFiles: true };
  const policy = state.state === "policy" ? state.policy : undefined;
  const files = filesOf(gathered, changed);
  return {
    places,
    needsFiles: true,
    proposal: {
      paths,
      isUnread: paths.every((path) => isLookalike({ where: "home", path })),
      findings: eachOnce([...(policy?.findings ?? []), ...strays(gathered), ...findingsIn(files, offered)]),
      policy,
      files,
      identity: identityOf(gathered.policyFiles, files),
    },
  };
};

/** What only looks like a config is none, so that taking it away changes nothing. */
const isDifferent = ({ headFiles, policyFiles }: Gathered, place: Place): boolean => {
  const key = placeKey(place);
  const head = headFiles.get(key);
  if (head === undefined || (head.oid === null && isLookalike(place))) return false;
  return head.oid !== policyFiles.get(key)?.oid;
};

/** What it takes for a config and is none, such as one that was renamed. A gate is not shut by it, so that it is a warning. */
const strays = (gathered: Gathered): readonly Finding[] => {
  const brought = (changedFiles(gathered) ?? []).flatMap(({ path, change }) => (change === "removed" ? [] : [path]));
  return misnamedConfigs(brought).map((path) => ({
    ...misnamedConfig(path, { hasConfig: false }),
    severity: "warning",
  }));
};

/** The files of config and procedures that it brings or changes, by their paths; what it leaves alone stays as it is on the base. */
const filesOf = ({ headFiles }: Gathered, changed: ReadonlySet<string>): ReadonlyMap<string, PolicyFile> =>
  new Map(
    [...headFiles].flatMap(([key, file]) => {
      const { where, path } = placeOf(key);
      return where === "home" && changed.has(path) ? [[path, file] as const] : [];
    }),
  );

/** What is wrong with procedures that only others use: where they are used, config and roles are others. */
const findingsIn = (files: ReadonlyMap<string, PolicyFile>, offered: readonly OfferedFile[] = []): readonly Finding[] =>
  offered.flatMap(({ path, repositories }) => {
    const file = files.get(path);
    if (file === undefined || path === CONFIG_PATH) return [];
    if (file.oid === null) return [takenAway(path, repositories)];
    return file.text === null ? [] : parseProcedure(file.text, path).findings;
  });

/** No error: they may have been told already, and who was judged by it last need not use it any more. Their names may be nobody's business here. */
const takenAway = (path: string, repositories: number): Finding => ({
  code: "procedure/used-elsewhere",
  severity: "warning",
  message: `${repositories === 1 ? "One other repository uses" : `${repositories} other repositories use`} this procedure, as far as Gatehouse knows. Where a config still names it once it is gone, every gate is shut until that is mended: leave it here, name the new one there, and take it away last.`,
  file: path,
  line: 1,
  column: 1,
});

/** The same for as long as neither what is proposed nor what holds has changed. */
const identityOf = (held: ReadonlyMap<string, PolicyFile>, proposed: ReadonlyMap<string, PolicyFile>): string =>
  JSON.stringify(
    [withoutLookalikes(held), proposed].map((files) =>
      [...files].map(([key, { oid }]) => JSON.stringify([key, oid])).toSorted(),
    ),
  );
