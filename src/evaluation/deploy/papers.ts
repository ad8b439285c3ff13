import type { Snapshot } from "../../evidence/snapshot.ts";
import type { Policy } from "../../procedures/policy.ts";
import { noteOf } from "../../requirements/note-text.ts";
import type { Paper } from "../../requirements/paper.ts";
import { planTextOf } from "../../requirements/plan-text.ts";
import { releaseNotes } from "../../requirements/release-notes.ts";
import { rollbackPlan } from "../../requirements/rollback-plan.ts";
import { askedSettings } from "../asked-settings.ts";
import type { MemberOutcome } from "./outcome.ts";

/** The release note and rollback plan of a member, by any way that its procedures or our defaults accept. */
export const papersOf = (
  policy: Pick<Policy, "procedures">,
  snapshot: Snapshot,
  url: string,
): Pick<MemberOutcome, "notes" | "plan"> => {
  const note = first(askedSettings(releaseNotes, policy, snapshot), noteOf);
  const plan = first(askedSettings(rollbackPlan, policy, snapshot), planTextOf);
  const category = note?.category === undefined ? {} : { category: note.category };
  return {
    ...(note === undefined ? {} : { notes: { ...printed(note, url), ...category } }),
    ...(plan === undefined ? {} : { plan: printed(plan, url) }),
  };
};

const first = <Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined => {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Long enough for what people write, and short enough for five hundred of them. */
const LONGEST = 4000;

const printed = ({ text, file }: Paper, url: string): { readonly text: string; readonly url: string } => ({
  text: text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 2).replace(/\p{Surrogate}$/u, "")}\n…`,
  url: file === undefined ? url : (file.url ?? url),
});
