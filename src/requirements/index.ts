import type { z } from "zod";
import { absent } from "./absent.ts";
import { all } from "./all.ts";
import { any } from "./any.ts";
import { changed } from "./changed.ts";
import { checks } from "./checks.ts";
import { choice } from "./choice.ts";
import { conversations } from "./conversations.ts";
import { decision } from "./decision.ts";
import { deployed } from "./deployed.ts";
import { document } from "./document.ts";
import { elapsed } from "./elapsed.ts";
import { issues } from "./issues.ts";
import { labels } from "./labels.ts";
import { linked } from "./linked.ts";
import { metric } from "./metric.ts";
import { not } from "./not.ts";
import { pattern } from "./pattern.ts";
import { procedure } from "./procedure.ts";
import { releaseNotes } from "./release-notes.ts";
import { rollbackPlan } from "./rollback-plan.ts";
import { section } from "./section.ts";
import { signoff } from "./signoff.ts";
import { tick } from "./tick.ts";
import { window } from "./window.ts";
import type { AnyKind, Requirement } from "./define.ts";

/** Every kind of requirement: one line each. */
// prettier-ignore
export const kinds: readonly AnyKind[] = [
  tick,
  section,
  document,
  absent,
  releaseNotes,
  rollbackPlan,
  signoff,
  checks,
  labels,
  linked,
  conversations,
  pattern,
  elapsed,
  decision,
  deployed,
  issues,
  changed,
  window,
  metric,
  procedure,
  choice,
];

/** Kinds made of other requirements. */
export const combinators: readonly ((nested: z.ZodType<Requirement>) => AnyKind)[] = [all, any, not];
