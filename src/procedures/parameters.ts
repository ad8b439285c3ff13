import { RE2JS } from "re2js";
import type { Snapshot } from "../evidence/snapshot.ts";
import { parameterNames, replaceParameters } from "./braces.ts";
import { extension } from "./file-name.ts";
import type { ParameterSource, Procedure } from "./model.ts";
import { valueAtPointer } from "./pointer.ts";
import { readYaml } from "./yaml.ts";

/** What a procedure's parameters are worth for one subject. */
export interface ResolvedParameters {
  /** By name; safe to stand in a path, because a value that is not counts as a problem. */
  readonly values: Readonly<Record<string, string>>;
  /** For each name without a value: one sentence, what is wrong and how to get a value. */
  readonly problems: Readonly<Record<string, string>>;
  /** Files at the head that hold values. */
  readonly documents: readonly string[];
}

/** Resolves the parameters of a procedure from the head branch, files at the head and the procedure itself. */
export const resolveParameters = (procedure: Pick<Procedure, "parameters">, snapshot: Snapshot): ResolvedParameters => {
  const sources = Object.entries(procedure.parameters);
  const resolved = sources.map(([name, source]) => ({ name, ...safe(resolve(name, { source, snapshot })) }));
  return {
    values: Object.fromEntries(resolved.flatMap((one) => (one.ok ? [[one.name, one.value]] : []))),
    problems: Object.fromEntries(resolved.flatMap((one) => (one.ok ? [] : [[one.name, one.problem]]))),
    documents: [...new Set(sources.flatMap(([, source]) => ("file" in source ? [source.file] : [])))],
  };
};

export type Expanded =
  | { readonly ok: true; readonly path: string }
  /** The first parameter that has no value. */
  | { readonly ok: false; readonly missing: string };

/** A path with its `{parameters}` filled in. Values that could leave the folder or widen a glob count as missing. */
export const expand = (path: string, values: Readonly<Record<string, string>>): Expanded => {
  const valueOf = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  const missing = parameterNames(path).find((name) => !isSafe(valueOf(name) ?? ""));
  if (missing !== undefined) return { ok: false, missing };
  return { ok: true, path: replaceParameters(path, (name) => valueOf(name) ?? "") };
};

type Resolved = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string };

interface Known {
  readonly source: ParameterSource;
  readonly snapshot: Snapshot;
}

const resolve = (name: string, { source, snapshot }: Known): Resolved => {
  if ("value" in source) return { ok: true, value: source.value };
  return "branch" in source ? fromBranch(name, source.branch, snapshot.head) : fromFile(source, snapshot);
};

const fromBranch = (name: string, branchPattern: string, head: string): Resolved => {
  const names = parameterNames(branchPattern);
  const matcher = branchExpression(branchPattern).matcher(head);
  const value = matcher.matches() ? matcher.group(names.indexOf(name) + 1) : null;
  if (value !== null && names.includes(name)) return { ok: true, value };
  return {
    ok: false,
    problem: `The branch \`${head}\` does not match \`${branchPattern}\`; name the branch like that.`,
  };
};

/** A name in braces stands for anything but a slash, so that no value brings folders of its own. */
const branchExpression = (branchPattern: string): RE2JS => {
  const literals = branchPattern.split(/\{[A-Za-z_][\w-]*\}/u).map((text) => RE2JS.quote(text));
  return RE2JS.compile(literals.join("([^/]+)"));
};

const fromFile = ({ file, pointer }: { file: string; pointer: string }, snapshot: Snapshot): Resolved => {
  const read = textOf(file, snapshot);
  if (!read.ok) return read;
  const data = parseData(read.value, file);
  if (data === undefined) return { ok: false, problem: `\`${file}\` is not valid JSON or YAML; mend it.` };
  const value = valueAtPointer(data.value, pointer);
  if (typeof value === "string" || typeof value === "number") return { ok: true, value: String(value) };
  return { ok: false, problem: `\`${file}\` has no text or number at \`${pointer}\`; put one there.` };
};

const textOf = (file: string, { documents = {} }: Snapshot): Resolved => {
  if (!Object.hasOwn(documents, file))
    return { ok: false, problem: `\`${file}\` has not been read; comment \`/gate recheck\`.` };
  const [document] = documents[file] ?? [];
  if (document === undefined) return { ok: false, problem: `There is no \`${file}\` at the head; add it.` };
  if (document.text === null)
    return { ok: false, problem: `\`${file}\` can't be read: ${document.problem ?? "unknown reason"}.` };
  return { ok: true, value: document.text };
};

const parseData = (text: string, file: string): { readonly value: unknown } | undefined => {
  if (["yml", "yaml"].includes(extension(file))) {
    const yaml = readYaml(text, { file });
    return yaml.ok ? { value: yaml.value } : undefined;
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ""));
    return { value };
  } catch {
    return undefined;
  }
};

const safe = (resolved: Resolved): Resolved => {
  if (!resolved.ok || isSafe(resolved.value)) return resolved;
  const shown = JSON.stringify(resolved.value.slice(0, 40));
  return {
    ok: false,
    problem: `The value ${shown} can't stand in a path; use letters, digits, \`-\`, \`_\` and \`.\`.`,
  };
};

/** Values come from whoever opened the pull request: none may leave its folder, be absolute, or match more than itself. */
const isSafe = (value: string): boolean =>
  value !== "" &&
  value.length <= 255 &&
  !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}*?[\]{}()!|\\]/u.test(value) &&
  !value.startsWith("/") &&
  !value.split("/").some((segment) => segment === "" || segment === "." || segment === "..");
