import type { z } from "zod";
import { all } from "./all.ts";
import { any } from "./any.ts";
import { checks } from "./checks.ts";
import { conversations } from "./conversations.ts";
import type { AnyKind, Requirement } from "./define.ts";
import { labels } from "./labels.ts";
import { laterKinds } from "./later.ts";
import { linked } from "./linked.ts";
import { not } from "./not.ts";
import { pattern } from "./pattern.ts";
import { signoff } from "./signoff.ts";
import { tick } from "./tick.ts";

/** Every kind of requirement: one line each. */
export const kinds: readonly AnyKind[] = [tick, signoff, checks, labels, linked, conversations, pattern, ...laterKinds];

/** Kinds made of other requirements. */
export const combinators: readonly ((nested: z.ZodType<Requirement>) => AnyKind)[] = [all, any, not];
