import { listed, quote } from "../requirements/wording.ts";
import type { Phase } from "./model.ts";

/** Headings of existing checklists under which stands what nobody can do before the merge. */
const LATER =
  /^[^\p{L}]*(?:(?:after|post)\b|(?:deploy|deployment|deploying|roll-?out|go-?live|monitoring|follow-?up)\s*$)|\bpost-?(?:deploy|release|launch|merge)/iu;

/**
 * What to write where headings sound as if their phases came after the merge, and the merge waits for them: a checklist that was there
 * before says nothing of that, and would hold every pull request for good. Undefined where nothing sounds so.
 */
export const laterHint = (
  phases: readonly Pick<Phase, "title" | "blocks">[],
  { file, environment = "production" }: { readonly file: string; readonly environment?: string | undefined },
): string | undefined => {
  const titles = phases
    .filter(({ title, blocks }) => blocks === "merge" && LATER.test(title))
    .map(({ title }) => title);
  if (titles.length === 0) return undefined;
  const setting = `starts: { deployed: ${environment} }`;
  const where = /\.ya?ml$/iu.test(file)
    ? `give it ${quote(setting)}`
    : `write ${quote(`<!-- gate: { ${setting} } -->`)} behind its heading`;
  return `The merge waits for ${listed(titles.map((title) => `“${title}”`))}. If that comes after the deployment, ${where}.`;
};
