import { summaryOf } from "../../procedures/outline.ts";
import type { Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { builtinOutlines } from "../procedures/builtin-outlines.ts";
import { listText } from "../procedures/list-text.ts";
import type { Shell } from "../shell.ts";

export const LIST_FORMATS = ["text", "json"] as const;

export interface ProceduresListRequest {
  readonly format: (typeof LIST_FORMATS)[number];
}

/** `gatehouse procedures list`: what comes with Gatehouse, and what each is for. */
export const proceduresList = ({ format }: ProceduresListRequest, { colour }: Pick<Shell, "colour">): Reply => {
  const procedures = builtinOutlines().map(({ reference, outline }) => ({ reference, ...summaryOf(outline) }));
  const text = format === "json" ? `${JSON.stringify({ procedures }, null, 2)}\n` : listText(procedures, { colour });
  return { text, exit: EXIT.yes };
};
