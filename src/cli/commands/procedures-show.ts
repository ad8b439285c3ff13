import { posix } from "node:path";
import type { Finding } from "../../procedures/finding.ts";
import { outlineOf, type ProcedureOutline } from "../../procedures/outline.ts";
import { parseProcedure } from "../../procedures/parse.ts";
import type { Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { cleaned } from "../formats/lines.ts";
import { builtinNamed, isId, noBuiltin } from "../procedures/named-builtin.ts";
import { pageMarkdown, type Source } from "../procedures/page-markdown.ts";
import { readProcedureText } from "../read-procedure-text.ts";
import type { Shell } from "../shell.ts";

export const SHOW_FORMATS = ["markdown", "json", "source"] as const;

export interface ProceduresShowRequest {
  /** Id of a built-in procedure, or a file. */
  readonly procedure: string;
  readonly format: (typeof SHOW_FORMATS)[number];
  readonly stdinFilename?: string | undefined;
}

/** `gatehouse procedures show ID|FILE`: a procedure as a person reads it. */
export const proceduresShow = async (request: ProceduresShowRequest, shell: Shell): Promise<Reply> => {
  const { text, file, source } = await documentOf(request, shell);
  if (request.format === "source") return { text: text.endsWith("\n") ? text : `${text}\n`, exit: EXIT.yes };
  const { procedure, findings } = parseProcedure(text, file);
  if (procedure === undefined) {
    shell.complain(whatIsWrong(file, findings));
    return { text: "", exit: EXIT.no };
  }
  return { text: shown(request.format, { outline: outlineOf(procedure), source }), exit: EXIT.yes };
};

interface Document {
  readonly text: string;
  readonly file: string;
  readonly source: Source;
}

const documentOf = async ({ procedure, stdinFilename }: ProceduresShowRequest, shell: Shell): Promise<Document> => {
  if (isId(procedure) && builtinNamed(procedure) === undefined) throw noBuiltin(procedure);
  const { text, file, builtin } = await readProcedureText({ file: procedure, stdinFilename }, shell);
  const reference = builtin ?? referenceTo(file);
  return { text, file, source: { name: builtin ?? file, reference } };
};

/** A file below the current folder, which is taken for the root of the repository; others have to be put somewhere first. */
const referenceTo = (file: string): string => {
  const path = posix.normalize(file.replaceAll("\\", "/"));
  return posix.isAbsolute(path) || path.startsWith("../") ? `./procedures/${posix.basename(path)}` : path;
};

interface Shown {
  readonly outline: ProcedureOutline;
  readonly source: Source;
}

const shown = (format: "markdown" | "json", { outline, source }: Shown): string =>
  format === "json"
    ? `${JSON.stringify({ reference: source.reference, ...outline }, null, 2)}\n`
    : pageMarkdown(outline, source);

const whatIsWrong = (file: string, findings: readonly Finding[]): string =>
  [
    `gatehouse: \`${file}\` is not valid, so there is nothing to show; \`gatehouse parse\` says all that is wrong.`,
    ...findings
      .filter(({ severity }) => severity === "error")
      .map((finding) => `${finding.file}:${finding.line}:${finding.column}: ${finding.message}`),
  ]
    .map((line) => `${cleaned(line)}\n`)
    .join("");
