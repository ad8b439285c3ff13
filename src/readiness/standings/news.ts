import { evaluate } from "../../evaluation/evaluate.ts";
import { NO_POLICY } from "../../procedures/policy.ts";
import { sameName } from "../../requirements/wording.ts";
import type { Ledger } from "../../evidence/ledger.ts";
import type { Verdict } from "../../evaluation/verdict.ts";
import { counting, gateNow } from "../../report/stage.ts";
import type { Acted } from "../act.ts";
import type { Following } from "../follow.ts";
import type { Memory } from "../memory.ts";
import { digestOf } from "../publish.ts";
import type { Policed } from "../turn.ts";
import { awaitedIn } from "./asked.ts";
import { breaksConfig, mending } from "./broken.ts";
import type { EndedWait, StandingNews } from "./ports.ts";
import { timed, type Wait } from "./step-times.ts";

/** What `Memory` and pages are told after a turn. */
export interface Told {
  /** For the memory: what was told last. */
  readonly stands: string | undefined;
  /** Undefined where pages know it all. */
  readonly news: StandingNews | undefined;
}

/** A turn as far as pages show something of it; of one that brings a first config there is no policy yet. */
type Judged = Pick<Policed, "parts" | "memory" | "subject" | "reading">;

/** How the subject stands now, if that is not what pages were told last. Costs a query where it is not. */
export const standingNow = async (
  turn: Judged,
  { verdict, ledger }: Pick<Acted, "verdict" | "ledger">,
  following: Following,
): Promise<Told> => {
  const standing = standingOf(turn, verdict, following);
  const stands = digestOf(JSON.stringify({ ...standing, verdict: { ...verdict, evaluatedAt: undefined } }));
  if (stands === turn.memory?.stands) return { stands, news: undefined };
  const before = (await turn.parts.standings.timesOf(turn.subject.key)) ?? {};
  const { times, ended } = timed(verdict, before, breaksConfig(standing));
  const awaited = standing.followed ? [...new Set([...awaitedIn(verdict, standing.author), ...mending(standing)])] : [];
  const news = { standing, times, awaited, dueAt: dueIn(verdict), at: verdict.evaluatedAt, told: turn.memory?.stands };
  return { stands, news: { ...news, ended: ended.map((wait) => withDoer(wait, ledger)) } };
};

/** Where there is no config: of an open pull request that brings a first one, which may be broken. Of others nothing is told. */
export const standingWithout = async (turn: Judged): Promise<Told> => {
  const { parts, reading } = turn;
  if (reading.proposal?.isUnread !== false || reading.snapshot.state !== "open")
    return { stands: undefined, news: undefined };
  const verdict = evaluate({ policy: NO_POLICY, snapshot: reading.snapshot, ledger: [], now: parts.now() });
  return standingNow(turn, { verdict, ledger: [] }, "on");
};

/** Of a turn that is not through with its writing. */
export const toldBefore = ({ memory }: Pick<Policed, "memory">): Told => ({ stands: memory?.stands, news: undefined });

const standingOf = (
  { subject, reading: { snapshot, url, proposal } }: Judged,
  verdict: Verdict,
  following: Following,
): StandingNews["standing"] => {
  const { title, author, state, draft, headSha, base, openedAt } = snapshot;
  const proposed = verdict.stage === "merge" ? (proposal?.findings ?? []) : [];
  return {
    ...subject,
    title,
    url,
    author: author?.login ?? null,
    state,
    draft,
    headSha,
    base: subject.kind === "issue" ? undefined : base,
    openedAt: openedAt === undefined ? undefined : new Date(openedAt),
    verdict,
    proposed,
    followed: following !== "over",
    toDo: gateNow(verdict).left + (breaksConfig({ proposed }) ? 1 : 0),
  };
};

/** Of what was given up or rolled back nothing is due. */
const dueIn = (verdict: Verdict): Date | undefined =>
  counting(verdict)
    .filter(({ exit }) => exit !== "aborted" && exit !== "rolled-back")
    .flatMap(({ phases }) => phases.flatMap(({ state, dueAt }) => (state === "open" && dueAt ? [dueAt] : [])))
    .toSorted((one, other) => one.getTime() - other.getTime())[0];

/** The last one who did something about it: at the step itself, or by a sign-off for a role that was awaited. */
const withDoer = (wait: Wait, ledger: Ledger): EndedWait => {
  const { step, on, openedAt } = wait;
  if (step === undefined) return wait;
  const meanwhile = ledger.filter(({ at }) => Date.parse(at) >= openedAt.getTime() - SECOND_MS);
  const doer = meanwhile.findLast((entry) => {
    if (entry.act === "signoff") return on.some((one) => sameName(one, `role:${entry.role}`));
    if (entry.act === "refused" || !("step" in entry)) return false;
    return entry.procedure === step.procedure && entry.step === step.id;
  });
  return doer === undefined ? wait : { ...wait, by: doer.by.login };
};

/** GitHub tells moments in whole seconds. */
const SECOND_MS = 1000;

/** Whether pages show something of the subject that a verdict said; what is told otherwise is told once. */
export const isTold = (memory: Pick<Memory, "stands"> | undefined): boolean => memory?.stands !== undefined;
