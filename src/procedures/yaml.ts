import { constructFromEvents, CORE_SCHEMA, parseEvents, YAMLException, type Event } from "js-yaml";
import type { Finding } from "./finding.ts";
import { normalise, positions, START, type Position } from "./position.ts";
import { indexEvents, type YamlIndex, type YamlNode } from "./yaml-index.ts";
import { explain } from "./yaml-problem.ts";

/** Keys and indices from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** Where a YAML text stands: alone in a file, or within a Markdown document. */
export interface Origin {
  readonly file: string;
  readonly from?: Position;
}

/** A YAML text that could be read, and where in the file each of its keys and values is. */
export interface YamlDocument {
  readonly ok: true;
  readonly file: string;
  readonly value: unknown;
  /** Where the value at the path begins; for a path that is not there, its nearest ancestor. */
  readonly locate: (path: Path) => Position;
  /** Where the key of the path is written; a list item's is the item. */
  readonly locateKey: (path: Path) => Position;
  /** The scalar at the path as it is written: `1.10` stays `1.10`. */
  readonly written: (path: Path) => string | undefined;
  /** Where the first scalar at or below the path is that passes the test. */
  readonly find: (path: Path, test: (scalar: string) => boolean) => Position | undefined;
}

export type YamlReading = YamlDocument | { readonly ok: false; readonly findings: readonly Finding[] };

/** The most a document may hold, in characters. */
export const LARGEST_DOCUMENT = 1_048_576;

/** Values after every alias is followed: more is an attack or a mistake, never a procedure. */
const MOST_VALUES = 200_000;

/**
 * Reads one YAML document: the YAML 1.2 core schema without custom tags, duplicate keys refused, at most 100 levels deep,
 * aliases followed only as far as the whole stays small.
 */
export const readYaml = (source: string, { file, from = START }: Origin): YamlReading => {
  const text = normalise(source);
  const place = positions(text, from);
  const read = parse(text);
  if (read.ok) return { ok: true, file, value: read.value, ...locators(read.root, place) };
  const { code, message, at } = read.problem;
  return { ok: false, findings: [{ code: `yaml/${code}`, severity: "error", message, file, ...place(at) }] };
};

interface Problem {
  readonly code: string;
  readonly message: string;
  /** Offset in the text. */
  readonly at: number;
}

type Read =
  | { readonly ok: true; readonly value: unknown; readonly root: YamlNode | undefined }
  | { readonly ok: false; readonly problem: Problem };

const parse = (text: string): Read => {
  if (text.length > LARGEST_DOCUMENT) return { ok: false, problem: { code: "too-large", message: TOO_LARGE, at: 0 } };
  try {
    const events = parseEvents(text, { maxDepth: 100 });
    const values = constructFromEvents(events, { source: text, schema: CORE_SCHEMA });
    const index = indexEvents(events, text);
    const problem = notOneDocument(values, events, text) ?? unfolding(index);
    return problem === undefined ? { ok: true, value: values[0], root: index.root } : { ok: false, problem };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { ok: false, problem: explain(error, text) };
  }
};

const TOO_LARGE = "The file is over 1 MB; a document may hold up to 1 MB. Split it.";

/** What becomes of the aliases: endless in a circle, and easily more than any memory holds. */
const unfolding = ({ root, circular }: YamlIndex): Problem | undefined => {
  if (circular !== undefined) return { code: "circular", message: CIRCULAR, at: circular };
  return (root?.size ?? 0) > MOST_VALUES ? { code: "too-many-aliases", message: TOO_MANY, at: 0 } : undefined;
};

const CIRCULAR = "This alias (`*`) stands inside the value it points at; write the value out instead.";
const TOO_MANY = `The aliases (\`*\`) of this file unfold to over ${MOST_VALUES.toLocaleString("en")} values; write fewer.`;

const notOneDocument = (values: readonly unknown[], events: readonly Event[], text: string): Problem | undefined => {
  if (values.length === 1) return undefined;
  if (values.length === 0)
    return { code: "empty", message: "The document is empty; expected `key: value` lines.", at: 0 };
  return { code: "several-documents", message: SEVERAL, at: secondDocument(events, text) };
};

const SEVERAL =
  "The file holds several YAML documents separated by `---`; expected one. Move the others into files of their own.";

const secondDocument = (events: readonly Event[], text: string): number => {
  const ends = [...text.matchAll(/^---(?=\s|$)/gmu)].map(({ index }) => index);
  const explicit = events.find(({ type }) => type === 1);
  const first = explicit !== undefined && "explicitStart" in explicit && explicit.explicitStart;
  return ends[first ? 1 : 0] ?? 0;
};

const locators = (root: YamlNode | undefined, place: (offset: number) => Position) => {
  const find = (path: Path): YamlNode | undefined => {
    let node = root;
    for (const step of path) node = node?.children.get(String(step)) ?? node;
    return node;
  };
  const exact = (path: Path): YamlNode | undefined =>
    path.reduce<YamlNode | undefined>((node, step) => node?.children.get(String(step)), root);
  return {
    locate: (path: Path) => place(find(path)?.at ?? 0),
    locateKey: (path: Path) => place(find(path)?.keyAt ?? find(path)?.at ?? 0),
    written: (path: Path) => exact(path)?.scalar,
    find: (path: Path, test: (scalar: string) => boolean) => {
      const found = firstScalar(exact(path), test);
      return found === undefined ? undefined : place(found.at);
    },
  };
};

const firstScalar = (node: YamlNode | undefined, test: (scalar: string) => boolean): YamlNode | undefined => {
  if (node?.scalar !== undefined) return test(node.scalar) ? node : undefined;
  for (const child of node?.children.values() ?? []) {
    const found = firstScalar(child, test);
    if (found !== undefined) return found;
  }
  return undefined;
};
