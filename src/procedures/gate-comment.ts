import type { z } from "zod";
import type { Finding } from "./finding.ts";
import type { Position } from "./position.ts";
import { validate } from "./validate.ts";
import { readYaml, type YamlDocument } from "./yaml.ts";

/** An HTML comment and where its `<!--` stands. */
export interface Comment {
  /** With its `<!--` and `-->`. */
  readonly text: string;
  readonly at: Position;
}

/** Settings of a comment, or why there are none. */
export interface GateSettings<Settings> {
  readonly settings?: Settings;
  readonly yaml?: YamlDocument;
  readonly findings: readonly Finding[];
}

/** Whether a comment is meant for us: `<!-- gate: … -->`. */
export const isGateComment = (text: string): boolean => GATE.test(text);

/** Whether a comment looks as if it were meant for us, and is not read: `<!-- gates: … -->`, `<!-- gate { … } -->`. */
export const isMistypedGateComment = (text: string): boolean => /^<!--\s*gate/iu.test(text) && !isGateComment(text);

/** Reads the settings of a `<!-- gate: { … } -->` comment: YAML with the very same keys as in a YAML procedure. */
export const readGateComment = <Settings>(
  comment: Comment,
  { file, schema }: { readonly file: string; readonly schema: z.ZodType<Settings> },
): GateSettings<Settings> => {
  const intro = GATE.exec(comment.text)?.[0] ?? "";
  const yaml = readYaml(comment.text.slice(intro.length).replace(/-->\s*$/u, ""), {
    file,
    from: after(comment.at, intro),
  });
  if (!yaml.ok) return { findings: yaml.findings.map(asGate) };
  if (isBoxMarker(yaml.value)) return { findings: [boxMarker(comment, file)] };
  const validated = validate(schema, yaml, { area: "procedure", value: yaml.value ?? undefined });
  return validated.ok ? { settings: validated.value, yaml, findings: [] } : { findings: validated.findings };
};

const GATE = /^<!--\s*gate\s*:/iu;

/** What Gatehouse puts behind each box of its checklist comment, such as `release/tests-pass`. */
const isBoxMarker = (value: unknown): boolean => typeof value === "string" && /^[^\s/]+\/[^\s/]+$/u.test(value);

const boxMarker = ({ at }: Comment, file: string): Finding => ({
  code: "procedure/box-marker",
  severity: "error",
  message:
    "This is the marker of a box in Gatehouse's checklist comment and carries no settings. Remove it, or write settings such as `<!-- gate: { optional: true } -->`.",
  file,
  ...at,
});

const after = ({ line, column }: Position, intro: string): Position => {
  const lines = intro.split("\n");
  const last = lines.at(-1)?.length ?? 0;
  return { line: line + lines.length - 1, column: lines.length === 1 ? column + last : last + 1 };
};

const asGate = (finding: Finding): Finding =>
  finding.code === "yaml/empty"
    ? {
        ...finding,
        message: "The `gate` comment is empty; expected settings, such as `<!-- gate: { optional: true } -->`.",
      }
    : finding;
