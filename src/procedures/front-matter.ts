import { slug } from "../markdown/slug.ts";
import type { Finding } from "./finding.ts";
import { nearest } from "./nearest.ts";
import { Id, procedureSettings, ProcedureSettings } from "./settings.ts";
import { asWritten, validate } from "./validate.ts";
import { readYaml, type YamlDocument } from "./yaml.ts";

/** The settings at the top of a Markdown document, and the document without them, its lines where they were. */
export interface FrontMatter {
  readonly settings: ProcedureSettings | undefined;
  readonly yaml?: YamlDocument;
  readonly body: string;
  readonly findings: readonly Finding[];
}

/**
 * Reads front matter: YAML between `---` lines at the very top. Keys that are not ours belong to somebody else's tool and are
 * left alone; a block that is no YAML map is no front matter but Markdown.
 */
export const readFrontMatter = (text: string, file: string): FrontMatter => {
  const block = FENCED.exec(text);
  if (block === null) return { settings: DEFAULTS, body: text, findings: [] };
  const inner = block[1] ?? "";
  const body = "\n".repeat(block[0].split("\n").length - 1) + text.slice(block[0].length);
  if (inner.trim() === "") return { settings: DEFAULTS, body, findings: [] };
  const yaml = readYaml(inner, { file, from: { line: 2, column: 1 } });
  if (!yaml.ok) return broken(text, { inner, body, findings: yaml.findings });
  if (!isMap(yaml.value)) return { settings: DEFAULTS, body: text, findings: [] };
  return read(yaml, body);
};

const FENCED = /^---[ \t]*\n([\s\S]*?)(?:(?<=\n)|^)(?:---|\.\.\.)[ \t]*(?:\n|$)/u;

const DEFAULTS: ProcedureSettings = ProcedureSettings.parse({});

type Broken = Pick<FrontMatter, "body" | "findings"> & { readonly inner: string };

/** Two rulers around prose are Markdown; broken lines of `key: value` are front matter that enforces something else than it says. */
const broken = (text: string, { inner, body, findings }: Broken): FrontMatter =>
  /^[\w-]+:(\s|$)/mu.test(inner)
    ? { settings: undefined, body, findings }
    : { settings: DEFAULTS, body: text, findings: [] };

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const read = (yaml: YamlDocument, body: string): FrontMatter => {
  const given = asWritten(yaml, ["id", "title", "version"]);
  if (!isMap(given)) return { settings: DEFAULTS, body, findings: [] };
  const entries = Object.entries(given);
  const ours = Object.fromEntries(entries.filter(([key, value]) => isOurs(key, value)).map(lenient));
  const validated = validate(ProcedureSettings, yaml, { area: "procedure", value: ours });
  const findings = [
    ...entries.flatMap(([key, value]) => strange({ key, value, yaml })),
    ...(validated.ok ? [] : validated.findings),
  ];
  return { settings: validated.ok ? validated.value : undefined, yaml, body, findings };
};

const KEYS = [...Object.keys(procedureSettings), "title"];

/** `order: 3` sorts pages in many site generators, and an empty value says nothing. */
const isOurs = (key: string, value: unknown): boolean =>
  KEYS.includes(key) && value !== null && !(key === "order" && typeof value === "number");

/** Other tools' ids may hold spaces or slashes; as an id of ours they become what a heading's would. */
const lenient = ([key, value]: [string, unknown]): [string, unknown] => {
  if (key !== "id" || typeof value !== "string" || Id.safeParse(value).success) return [key, value];
  return [key, slug(value)];
};

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly yaml: YamlDocument;
}

const strange = ({ key, value, yaml }: Entry): readonly Finding[] => {
  if (KEYS.includes(key)) return [];
  const at = { file: yaml.file, ...yaml.locateKey([key]) };
  if (key === "phases" && Array.isArray(value) && value.some(isMap)) {
    return [{ code: "procedure/phases-in-front-matter", severity: "error", message: PHASES, ...at }];
  }
  const meant = nearest(key, KEYS);
  if (meant === undefined || key.length < 4) return [];
  const message = `Unknown key \`${key}\`, which is ignored. Did you mean \`${meant}\`?`;
  return [{ code: "procedure/unknown-key", severity: "warning", message, ...at }];
};

const PHASES =
  "In Markdown, phases are headings with task items, not `phases` in the front matter. Write them as headings, or make the document a `.yml` file.";
