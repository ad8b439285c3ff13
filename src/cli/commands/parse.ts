import { isSound } from "../../procedures/finding.ts";
import { outlineOf } from "../../procedures/outline.ts";
import { parseProcedure } from "../../procedures/parse.ts";
import type { Format, ParseAnswer, Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { readProcedureText } from "../read-procedure-text.ts";
import type { Shell } from "../shell.ts";

export interface ParseRequest {
  readonly file: string;
  /** Name of the document when it comes by standard input. */
  readonly stdinFilename?: string | undefined;
}

/** `gatehouse parse FILE`: the model of a procedure, and what is wrong with it. */
export const parse = async (request: ParseRequest, format: Format, shell: Shell): Promise<Reply> => {
  const { text, file } = await readProcedureText(request, shell);
  const answer = outline(text, file);
  return { text: format.parsed(answer), exit: isSound(answer.findings) ? EXIT.yes : EXIT.no };
};

const outline = (text: string, file: string): ParseAnswer => {
  const { procedure, findings } = parseProcedure(text, file);
  if (procedure === undefined) return { file, id: null, title: null, phases: [], findings };
  const { id, title, phases } = outlineOf(procedure);
  return { file, id, title, phases, findings };
};
