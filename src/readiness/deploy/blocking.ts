import { z } from "zod";
import type { Blocking } from "../../evaluation/deploy/decision.ts";
import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import type { Policy } from "../../procedures/policy.ts";
import type { PhaseVerdict, Verdict } from "../../evaluation/verdict.ts";
import { sameName } from "../../requirements/wording.ts";
import type { StoredSubject } from "../known.ts";
import type { Memory } from "../memory.ts";
import type { Policed } from "../turn.ts";

/** An open phase after a deployment that the next deployment there has to wait for, as its pull request remembers it. */
export const BlockedNext = z.object({
  environment: z.string(),
  procedure: z.string(),
  phase: z.string(),
  url: z.string(),
  /** ISO 8601. */
  dueAt: z.string().optional(),
});
export type BlockedNext = z.output<typeof BlockedNext>;

/**
 * What a run holds of the next deployments: phases with `blocks_next` that a deployment opened and nobody closed yet. One whose
 * deployment was rolled back is not open; those of other environments hold on.
 */
const blocksNextOf = (verdict: Verdict, policy: Policy, url: string): readonly BlockedNext[] => {
  if (verdict.mode === "shadow") return [];
  const running = verdict.procedures.filter(
    ({ applies, mode, exit }) => applies && mode === "enforce" && exit !== "aborted",
  );
  return running.flatMap(({ id, title, phases }) =>
    phases.flatMap((phase) => {
      if (phase.starts === undefined || !isOpenNow(phase) || !isBlocking(policy, id, phase.id)) return [];
      const due = phase.dueAt === undefined ? {} : { dueAt: phase.dueAt.toISOString() };
      return [{ environment: phase.starts, procedure: title, phase: phase.title, url, ...due }];
    }),
  );
};

/** The same as it is remembered, with every environment that it was ever about. */
export const blockingNow = (
  {
    policy,
    reading,
    memory,
  }: Pick<Policed, "policy" | "memory"> & { readonly reading: Pick<Policed["reading"], "url"> },
  verdict: Verdict,
): Pick<Memory, "blocksNext" | "blockedIn"> => {
  const blocksNext = blocksNextOf(verdict, policy, reading.url);
  const blockedIn = [...new Set([...(memory?.blockedIn ?? []), ...blocksNext.map(({ environment }) => environment)])];
  return blockedIn.length === 0 ? {} : { blocksNext: [...blocksNext], blockedIn };
};

/** One that waits for an earlier phase of the same deployment is still to be done, too. */
const isOpenNow = ({ state, openedAt }: PhaseVerdict): boolean =>
  openedAt !== undefined && (state === "open" || state === "locked");

const isBlocking = ({ procedures }: Policy, procedureId: string, phaseId: string): boolean =>
  procedures.some(
    ({ procedure }) =>
      procedure.id === procedureId && procedure.phases.some(({ id, blocksNext }) => id === phaseId && blocksNext),
  );

const Remembered = z.object({
  blocksNext: z.array(BlockedNext).default([]),
  record: z.object({ title: z.string() }).optional(),
});

/** What earlier deployments to an environment left open, as far as it holds the next one. */
export const blockingIn = (
  followed: readonly StoredSubject[],
  { environment, members }: { readonly environment: string; readonly members: readonly MemberOutcome[] },
): readonly Blocking[] =>
  followed.flatMap(({ state, number, memory: stored }) => {
    const memory = Remembered.safeParse(stored).data;
    const isMember = members.some((member) => member.kind === "pull_request" && member.number === number);
    if (memory === undefined || number === undefined || state !== "merged" || isMember) return [];
    return memory.blocksNext
      .filter((one) => sameName(one.environment, environment))
      .map(({ environment: _here, ...blocking }) => ({ number, title: memory.record?.title ?? "", ...blocking }));
  });
