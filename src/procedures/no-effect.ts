import type { Finding } from "./finding.ts";
import type { Phase } from "./model.ts";
import { parseSourced } from "./parse.ts";
import { phaseSource, warning } from "./rule.ts";

/**
 * What a document asks for and this version does not do, once for each: told where documents are checked, for on every pull request
 * it would be noise. What comes with Gatehouse is not told, for nobody can mend it.
 */
export const procedureWithoutEffect = (text: string, file: string): readonly Finding[] => {
  const { sourced } = file.startsWith("builtin:") ? { sourced: undefined } : parseSourced(text, file);
  if (sourced === undefined) return [];
  return UNDONE.flatMap(({ code, isAsked, message, key }) => {
    const phase = sourced.procedure.phases.find(isAsked);
    if (phase === undefined) return [];
    const source = phaseSource(sourced, phase.id);
    const { yaml } = source;
    const found = warning(code, source, { message });
    return [yaml === undefined ? found : { ...found, ...yaml.document.locateKey([...yaml.path, key]) }];
  });
};

interface Undone {
  readonly code: string;
  readonly isAsked: (phase: Phase) => boolean;
  readonly message: string;
  readonly key: string;
}

const UNDONE: readonly Undone[] = [
  {
    code: "deploy-not-held",
    isAsked: ({ blocks }) => blocks === "deploy",
    message:
      "`blocks: deploy` is judged and shown, but this version holds back no deployments on GitHub, nor the merge for it. What must not be missed belongs before the merge.",
    key: "blocks",
  },
  {
    code: "blocks-next-unused",
    isAsked: ({ blocksNext }) => blocksNext,
    message: "`blocks_next` has no effect in this version: the next deployment does not wait for the phase.",
    key: "blocks_next",
  },
];
