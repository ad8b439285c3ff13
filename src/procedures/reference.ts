import { pathInRepository } from "../evidence/repository-path.ts";

/** Where a procedure's document is. */
export type Reference =
  | { readonly kind: "builtin"; readonly id: string }
  /** In the same repository, from its root. */
  | { readonly kind: "path"; readonly path: string }
  /** In another repository of the same owner. */
  | { readonly kind: "elsewhere"; readonly repository: string; readonly path: string };

export type ParsedReference =
  { readonly ok: true; readonly reference: Reference } | { readonly ok: false; readonly problem: string };

/** Reads `builtin:ID`, a path, or `owner/name:path`. `./x` is relative to the config's folder, `.github/`. */
export const parseReference = (text: string): ParsedReference => {
  if (text.startsWith("builtin:")) return parseBuiltin(text.slice("builtin:".length));
  const elsewhere = /^([^:]*):(.*)$/u.exec(text);
  return elsewhere === null ? parsePath(text) : parseElsewhere(elsewhere[1] ?? "", elsewhere[2] ?? "");
};

/** A reference as people read it. */
export const shownReference = (reference: Reference): string => {
  switch (reference.kind) {
    case "builtin":
      return `builtin:${reference.id}`;
    case "path":
      return reference.path;
    case "elsewhere":
      return `${reference.repository}:${reference.path}`;
  }
};

/** The one spelling of a reference, by which its document is found: GitHub does not care for the case of a repository's name. */
export const referenceKey = (reference: Reference): string =>
  reference.kind === "elsewhere"
    ? `${reference.repository.toLowerCase()}:${reference.path}`
    : shownReference(reference);

export const ownerOf = (repository: string): string => repository.split("/", 1)[0]?.toLowerCase() ?? "";

export const sameRepository = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether it is the repository whose config holds for a whole owner. */
export const isOrganisation = (repository: string): boolean => repository.toLowerCase().endsWith("/.github");

const FORMS = "Expected `builtin:ID`, a path such as `./procedures/deploy.md`, or `owner/repository:path`";

const parseBuiltin = (id: string): ParsedReference =>
  /^[\w.-]+$/u.test(id)
    ? { ok: true, reference: { kind: "builtin", id } }
    : { ok: false, problem: `\`builtin:${id}\` names no built-in procedure. ${FORMS}.` };

const parseElsewhere = (repository: string, path: string): ParsedReference => {
  if (!/^[A-Za-z\d][\w-]*\/[\w.-]+$/u.test(repository)) {
    return { ok: false, problem: `\`${repository}:${path}\` is no reference to a procedure. ${FORMS}.` };
  }
  const normal = normalPath(path, "");
  return normal.ok ? { ok: true, reference: { kind: "elsewhere", repository, path: normal.path } } : normal;
};

const parsePath = (text: string): ParsedReference => {
  const normal = normalPath(text, ".github");
  return normal.ok ? { ok: true, reference: { kind: "path", path: normal.path } } : normal;
};

type NormalPath = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly problem: string };

const normalPath = (text: string, folder: string): NormalPath => {
  const path = pathInRepository(text, folder);
  if (typeof path !== "string") return { ok: false, ...path };
  return /\.(ya?ml|md|markdown)$/iu.test(text)
    ? { ok: true, path }
    : {
        ok: false,
        problem: `\`${text}\` is no reference to a procedure. ${FORMS}; files end in \`.yml\`, \`.yaml\`, \`.md\` or \`.markdown\`.`,
      };
};
