import { assemblePolicy, type ReadDocument } from "../../procedures/assemble.ts";
import { parseConfig, references } from "../../procedures/config.ts";
import type { Finding } from "../../procedures/finding.ts";
import { composed } from "../../procedures/organisation.ts";
import { referenceKey } from "../../procedures/reference.ts";
import { parseProcedure } from "../../procedures/parse.ts";
import { laterHint } from "../../procedures/sounds-later.ts";
import { listed, quote } from "../../requirements/wording.ts";
import { readBuiltins } from "../../config/builtins.ts";
import { builtinOutlines } from "../procedures/builtin-outlines.ts";
import { WrongUse } from "../wrong-use.ts";
import { FITTED, LEAD, type Choices } from "./choices.ts";
import { decisionsOf } from "./decided.ts";
import { environmentsIn, fittedPhases } from "./fitted-steps.ts";
import type { Found } from "./look.ts";
import type { Tree } from "./tree.ts";
import { CONFIG, configText, lackingRoles, PROCEDURE, procedureText, type WrittenFile } from "./written.ts";

/** What would be written, and why it is so. */
export interface Plan {
  readonly files: readonly WrittenFile[];
  /** What was decided, a sentence each. */
  readonly decisions: readonly string[];
}

interface Planning {
  readonly tree: Tree;
  readonly found: Found;
  readonly choices: Choices;
}

/** Config and first procedure for a repository. Throws `WrongUse` where the choices don't go together. */
export const planOf = ({ tree, found, choices }: Planning): Plan => {
  assertFits(tree, found, choices);
  const checklists = found.checklists
    .filter(({ isValid, path }) => isValid && path !== choices.procedure)
    .map(({ path }) => path);
  const adopted = checklists.filter((path) => !isIdTaken(path, choices, checklists)).slice(0, MOST_CHECKLISTS);
  const fitted = procedureText(fittedPhases(found, { hasLead: choices.roles.has(LEAD) }));
  const filesOf = ({ adopting, listing }: Variant): readonly WrittenFile[] => [
    { path: CONFIG, text: configText({ choices, checklists: adopting, environments: listing }) },
    ...(choices.procedure === FITTED ? [{ path: PROCEDURE, text: fitted }] : []),
  ];
  const variants: readonly Variant[] = [
    { adopting: adopted, listing: found.environments },
    { adopting: [], listing: found.environments },
    { adopting: [], listing: [] },
  ];
  const best = variants.find((variant) => findingsIn(filesOf(variant), tree).length === 0);
  if (best === undefined) throw notValid(findingsIn(filesOf({ adopting: [], listing: [] }), tree), choices);
  return {
    files: filesOf(best),
    decisions: decisionsOf({
      found,
      choices,
      adopted: best.adopting,
      hints: hintsIn([choices.procedure, ...best.adopting], tree, found),
    }),
  };
};

/** What is to be said of documents that were there before. */
const hintsIn = (paths: readonly string[], { text }: Tree, { environments }: Found): readonly string[] =>
  paths.flatMap((path) => {
    const { procedure } = parseProcedure(text(path) ?? "", path);
    const hint = laterHint(procedure?.phases ?? [], {
      file: path,
      environment: environmentsIn(environments).production,
    });
    return hint === undefined ? [] : [`${quote(path)}: ${hint}`];
  });

/** What can be left out where it does not go together with the rest, such as an environment whose name is like another one's. */
interface Variant {
  /** Checklists that are adopted besides. */
  readonly adopting: readonly string[];
  /** Environments that the config lists. */
  readonly listing: readonly string[];
}

/** Of a document of the repository it is for people to mend; of anything else it is a fault of ours. */
const notValid = (findings: readonly Finding[], { procedure }: Choices): Error => {
  const says = findings.map(({ file, line, message }) => `${file}:${line}: ${message}`).join("\n");
  return procedure === FITTED || procedure.startsWith("builtin:")
    ? new Error(`What would be written is not valid:\n${says}`)
    : new WrongUse(`\`${procedure}\` can't be adopted as it is; mend it first:\n${says}`);
};

/** More than these are a collection, of which people pick what they use. */
const MOST_CHECKLISTS = 3;

const isIdTaken = (path: string, { procedure }: Choices, all: readonly string[]): boolean => {
  const id = idOf(path);
  const own = procedure === FITTED ? "change" : idOf(procedure.replace(/^builtin:/u, ""));
  return id === own || all.slice(0, all.indexOf(path)).some((other) => idOf(other) === id);
};

const idOf = (path: string): string =>
  (path.split("/").at(-1) ?? "").replace(/\.(?:ya?ml|md|markdown)$/iu, "").toLowerCase();

const assertFits = (tree: Tree, found: Found, { procedure, roles }: Choices): void => {
  if (procedure === FITTED) return;
  if (!procedure.startsWith("builtin:")) return assertDocument(tree, procedure);
  const outline = builtinOutlines().find(({ reference }) => reference === procedure)?.outline;
  if (outline === undefined)
    throw new WrongUse(
      `There is no built-in procedure \`${procedure}\`; expected ${listed(
        builtinOutlines().map(({ reference }) => `\`${reference}\``),
        "or",
      )}.`,
    );
  const lacking = lackingRoles(outline, roles);
  if (lacking.length > 0)
    throw new WrongUse(
      `\`${procedure}\` needs somebody for ${listed(lacking)}; add ${lacking.map((role) => `\`--role ${role}=${found.owners?.everything[0] ?? "@acme/team"}\``).join(" ")}.`,
    );
};

const assertDocument = ({ text }: Tree, path: string): void => {
  if (text(path) === undefined)
    throw new WrongUse(
      `There is no document \`${path}\` to make a procedure of. Expected \`${FITTED}\`, \`builtin:ID\`, or a path from the repository's root, YAML or Markdown.`,
    );
};

/** What `validate` would say of it. */
const findingsIn = (files: readonly WrittenFile[], tree: Tree): readonly Finding[] => {
  const { config, findings } = parseConfig(files[0]?.text ?? "", CONFIG);
  if (config === undefined) return findings;
  const whole = composed({ own: config });
  const builtins = readBuiltins();
  const documents = new Map(
    references(whole.config).map((reference): [string, ReadDocument] => {
      const key = referenceKey(reference);
      if (reference.kind === "builtin")
        return [key, builtins.get(reference.id) ?? { missing: "there is no built-in procedure of that name" }];
      if (reference.kind !== "path") return [key, { missing: "it is elsewhere" }];
      const text = files.find(({ path }) => path === reference.path)?.text ?? tree.text(reference.path);
      return [key, text === undefined ? { missing: "it is not there" } : { file: reference.path, text }];
    }),
  );
  return [...findings, ...whole.findings, ...assemblePolicy({ config: whole.config, documents }).findings];
};
