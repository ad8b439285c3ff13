import type { Verdict } from "../../evaluation/verdict.ts";
import type { Policed } from "../turn.ts";
import { askAboutEnforcement } from "./enforcement.ts";
import { noteShadowMerge } from "./shadow-merges.ts";

/** What a turn tells about the repository rather than its subject: what shadow mode would have held, and that it is time to look who guards it. */
export const noteAround = async (turn: Policed, verdict: Verdict): Promise<void> => {
  await noteShadowMerge(turn, verdict);
  await askAboutEnforcement(turn);
};
