import { plain } from "../../markdown/escape.ts";
import { outlineOf } from "../../procedures/outline.ts";
import type { AdoptedProcedure, Policy } from "../../procedures/policy.ts";
import { counted } from "../../requirements/wording.ts";
import { CHECK_NAME } from "../check-run.ts";
import { fixed, type Part } from "../fit.ts";
import { runsOn } from "../procedures/words.ts";
import { prose } from "../prose.ts";

/** A config where there was none: merging it switches Gatehouse on. */
export interface First {
  readonly policy: Pick<Policy, "mode" | "procedures">;
  /** Set in an owner's own repository, whose config holds in the others as well. */
  readonly owner?: string | undefined;
}

/** For the check's title, behind “Valid”. */
export const firstTitle = ({ policy }: First): string =>
  `switches Gatehouse on${policy.mode === "shadow" ? " in shadow mode" : ""}`;

/** What merging it leads to: how much is held back, and what is asked of whom. */
export const firstParts = ({ policy, owner }: First): readonly Part[] => [
  fixed(`\n- ${MODES[policy.mode]}\n`),
  ...(owner === undefined
    ? []
    : [fixed(`- It holds in every repository of ${plain(owner)} that has no config of its own.\n`)]),
  policy.procedures.length === 0
    ? fixed(`- No procedure is listed under \`procedures\` yet, so that every pull request is ready.\n`)
    : { before: "", rows: policy.procedures.map((one) => () => row(one)), after: "", more: andMore },
];

const MODES = {
  shadow: `In shadow mode it holds nothing back, and says on each pull request what it would hold. \`mode: enforce\` makes it hold.`,
  enforce: `The check \`${CHECK_NAME}\` fails until everything is done, and holds a pull request back where a ruleset requires it. \`mode: shadow\` would only say what is left.`,
} as const satisfies Record<Policy["mode"], string>;

const row = ({ procedure, mode }: AdoptedProcedure): string => {
  const { subject, applies, size } = outlineOf(procedure);
  const trial = mode === "shadow" ? ", on trial" : "";
  return `- “${plain(procedure.title, 150)}”: ${counted(size.steps, "step")} on ${prose(runsOn({ subject, applies }), 500)}${trial}.\n`;
};

const andMore = (left: number): string => `- … and ${counted(left, "more procedure")}\n`;
