import { sameName } from "../../../requirements/wording.ts";
import type { Standing } from "../../../readiness/standing.ts";
import { breaksConfig } from "../../../readiness/standings/broken.ts";
import type { Tone } from "../parts/state-badge.tsx";
import type { PhaseView, ProcedureView } from "./phase-view.ts";

/** One stop on the way of a pull request or issue. */
export interface Stop {
  readonly is: "milestone" | "phase";
  readonly title: string;
  /** How it stands, in a word or two. */
  readonly word: string;
  readonly tone: Tone;
  /** Where it is on the page. */
  readonly anchor?: string | undefined;
  /** Of a phase: how many of its steps are through. */
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  /** When it was reached. */
  readonly at?: Date | undefined;
  /** Which procedure it belongs to, where there are several. */
  readonly of?: string | undefined;
  /** The one that people are at. */
  readonly isHere: boolean;
}

type Told = Pick<Standing, "kind" | "state" | "openedAt" | "verdict" | "proposed" | "undeterminedSince">;

/** The way from opened to after the deployment: what holds the merge, the merge, what holds each deployment, the deployment, what follows. */
export const pathOf = (standing: Told, procedures: readonly ProcedureView[]): readonly Stop[] => {
  const phases = procedures
    .filter(({ counts }) => counts)
    .flatMap(({ procedure, phases: own }) =>
      own.filter(({ phase }) => phase.state !== "not-applicable").map((view) => ({ view, of: procedure.title })),
    );
  const several = new Set(phases.map(({ of }) => of)).size > 1;
  const placed = phases.map(({ view, of }) => ({ view, of: several ? of : undefined }));
  const stops = standing.kind === "issue" ? issuePath(standing, placed) : pullPath(standing, placed);
  const here = stops.findIndex(({ tone }) => tone !== "good");
  const isFollowed = standing.state !== "closed";
  return stops.map((stop, index) => ({ ...stop, isHere: isFollowed && index === here }));
};

interface Placed {
  readonly view: PhaseView;
  readonly of: string | undefined;
}

type Bare = Omit<Stop, "isHere">;

const pullPath = (standing: Told, phases: readonly Placed[]): readonly Bare[] => {
  const before = phases.filter(({ view }) => view.phase.holdsMerge);
  const after = phases.filter(({ view }) => !view.phase.holdsMerge);
  return [
    opened(standing),
    ...before.map(phaseStop),
    merged(standing),
    ...placesOf(after).flatMap((place) => aroundDeployment(place, after)),
  ];
};

const issuePath = (standing: Told, phases: readonly Placed[]): readonly Bare[] => [
  opened(standing),
  ...phases.map(phaseStop),
  standing.state === "closed" ? { ...milestone("Closed"), tone: "good", word: "done" } : milestone("Closed"),
];

const opened = ({ openedAt }: Told): Bare => ({ ...milestone("Opened"), tone: "good", word: "done", at: openedAt });

const merged = ({ state, verdict, proposed, undeterminedSince }: Told): Bare => {
  if (state === "merged") return { ...milestone("Merged"), tone: "good", word: "done" };
  if (state === "closed") return { ...milestone("Merged"), tone: "bad", word: "closed unmerged" };
  if (undeterminedSince !== undefined)
    return { ...milestone("Merged"), tone: "warning", word: "could not be determined" };
  if (breaksConfig({ proposed })) return { ...milestone("Merged"), tone: "bad", word: "configuration error" };
  const gate = verdict.gates.find((one) => one.gate === "merge");
  return gate?.state === "open"
    ? { ...milestone("Merged"), tone: "waiting", word: "can be merged" }
    : milestone("Merged");
};

const milestone = (title: string): Bare => ({ is: "milestone", title, tone: "quiet", word: "not yet" });

const phaseStop = ({ view, of }: Placed): Bare => ({
  is: "phase",
  title: view.phase.title,
  word: view.word,
  tone: view.tone,
  anchor: view.anchor,
  ...(view.phase.rolledBackAt === undefined ? { done: view.done, total: view.total } : {}),
  of,
});

/** The environments that phases speak of, in their order; the empty name stands for those that name none. */
const placesOf = (phases: readonly Placed[]): readonly string[] => {
  const names = phases.map(({ view }) => placeOf(view));
  return names.filter((name, index) => names.findIndex((one) => sameName(one, name)) === index);
};

const placeOf = ({ phase: { starts, blocks, environments } }: PhaseView): string =>
  starts ?? (blocks === "deploy" ? environments[0] : undefined) ?? "";

const aroundDeployment = (place: string, after: readonly Placed[]): readonly Bare[] => {
  const here = after.filter(({ view }) => sameName(placeOf(view), place));
  const holding = here.filter(({ view }) => view.phase.blocks === "deploy");
  const following = here.filter((one) => !holding.includes(one));
  const isDeployed = place !== "" || holding.length > 0;
  return [
    ...holding.map(phaseStop),
    ...(isDeployed ? [deployment(place, following)] : []),
    ...following.map(phaseStop),
  ];
};

/** Only a phase that a deployment opens tells whether there was one. */
const deployment = (place: string, following: readonly Placed[]): Bare => {
  const title = place === "" ? "Deployed" : `Deployed to ${place}`;
  const at = earliest(following.flatMap(({ view }) => view.phase.openedAt ?? []));
  const goneAt = earliest(following.flatMap(({ view }) => view.phase.rolledBackAt ?? []));
  if (goneAt !== undefined) return { ...milestone(title), tone: "warning", word: "rolled back", at: goneAt };
  if (at === undefined) return milestone(title);
  const isGone = following.every(({ view }) => view.phase.runsSince === null);
  return isGone
    ? { ...milestone(title), tone: "warning", word: "runs there no more", at }
    : { ...milestone(title), tone: "good", word: "done", at };
};

const earliest = (moments: readonly Date[]): Date | undefined =>
  moments.toSorted((one, other) => Number(one) - Number(other))[0];
