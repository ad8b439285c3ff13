import { load } from "js-yaml";
import { z } from "zod";
import { parseMarkdown } from "../../markdown/document.ts";
import { taskItems, type TaskItem } from "../../markdown/tasks.ts";
import { parseProcedure } from "../../procedures/parse.ts";
import { templateIn, type FoundTemplate } from "./template.ts";
import type { Tree } from "./tree.ts";

/** What a repository has that a procedure can build on. */
export interface Found {
  /** It uses changesets. */
  readonly changesets: boolean;
  /** Paths of changelogs, those of packages included. */
  readonly changelogs: readonly string[];
  readonly template?: FoundTemplate | undefined;
  /** Documents of which people could make a procedure as they are. */
  readonly checklists: readonly Checklist[];
  readonly owners?: Owners | undefined;
  /** Workflows that run on pull requests. */
  readonly ci: readonly string[];
  /** Environments that workflows deploy to, in the order in which they are named. */
  readonly environments: readonly string[];
  /** Folders of packages in a repository of several. */
  readonly packages: readonly string[];
}

export interface Checklist {
  readonly path: string;
  /** Steps and sub-steps. */
  readonly tasks: number;
  /** Whether it is a procedure without any finding. */
  readonly isValid: boolean;
}

export interface Owners {
  readonly path: string;
  /** Who owns everything: logins and `@org/team`. */
  readonly everything: readonly string[];
}

/** Looks for it all. Pure. */
export const lookAt = (tree: Tree): Found => ({
  changesets: tree.paths.includes(".changeset/config.json"),
  changelogs: tree.paths.filter((path) => /(?:^|\/)changelog\.md$/iu.test(path)),
  template: templateIn(tree),
  checklists: checklistsIn(tree),
  owners: ownersIn(tree),
  ...workflowsIn(tree),
  packages: packagesIn(tree),
});

/** What a document is called that people go through one by one. */
const ABOUT = /release|deploy|launch|rollback|roll-?out|go-?live|ship|checklist|runbook|readiness|cutover/iu;
const NO_CHECKLIST =
  /(?:^|\/)(?:\.github\/(?:issue_template|pull_request_template|procedures)|changelog|\.changeset)/iu;
const FEWEST_TASKS = 2;

/** What lies in such a folder is there to be tested with, or to be copied. */
const NO_USE = /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|examples?|samples?|templates?|archives?|corpus)\//iu;

const checklistsIn = ({ paths, text }: Tree): readonly Checklist[] =>
  paths
    .filter(
      (path) => /\.(?:md|markdown)$/iu.test(path) && ABOUT.test(path) && !NO_USE.test(path) && !NO_CHECKLIST.test(path),
    )
    .filter((path) => !/pull_request_template/iu.test(path))
    .flatMap((path) => {
      const content = text(path) ?? "";
      const tasks = taskCount(content);
      const isValid = /^[\w./@ -]+$/u.test(path) && parseProcedure(content, path).findings.length === 0;
      return tasks < FEWEST_TASKS ? [] : [{ path, tasks, isValid }];
    });

const taskCount = (content: string): number => {
  try {
    return allOf(taskItems(parseMarkdown(content)));
  } catch {
    return 0;
  }
};

const allOf = (items: readonly TaskItem[]): number =>
  items.reduce((count, { children }) => count + 1 + allOf(children), 0);

/** Where GitHub looks, in this order. https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
const CODEOWNERS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

const OWNER = /^@(?:[A-Za-z\d][\w-]*\/)?[A-Za-z\d][\w.-]*$/u;

const ownersIn = ({ text }: Tree): Owners | undefined => {
  const path = CODEOWNERS.find((one) => text(one) !== undefined);
  if (path === undefined) return undefined;
  const rules = (text(path) ?? "").split(/\r?\n/u).map((line) => line.replace(/#.*$/u, "").trim().split(/\s+/u));
  const last = rules.findLast(([pattern]) => pattern === "*" || pattern === "**" || pattern === "/**");
  const owners = (last ?? []).slice(1).filter((owner) => OWNER.test(owner));
  return { path, everything: [...new Set(owners.map(holderOf).filter((holder) => holder !== ""))] };
};

/** A team keeps its `@`, a login has none. A login holds no dot. */
const holderOf = (owner: string): string => {
  if (owner.includes("/")) return owner;
  return /^@[A-Za-z\d][\w-]*$/u.test(owner) ? owner.slice(1) : "";
};

const Triggers = z.union([
  z.string().transform((one) => [one]),
  z.array(z.string()),
  z.record(z.string(), z.unknown()).transform((on) => Object.keys(on)),
]);
const Environment = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const Workflow = z.object({
  on: Triggers.catch([]).default([]),
  jobs: z.record(z.string(), z.object({ environment: Environment.optional().catch(undefined) }).catch({})).default({}),
});

const workflowsIn = ({ paths, text }: Tree): Pick<Found, "ci" | "environments"> => {
  const read = paths
    .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/iu.test(path))
    .flatMap((path) => {
      const workflow = Workflow.safeParse(yamlOf(text(path)));
      return workflow.success ? [{ path, ...workflow.data }] : [];
    });
  const named = read.flatMap(({ jobs }) => Object.values(jobs).flatMap(({ environment }) => environment ?? []));
  const plain = named.map((name) => name.trim()).filter((name) => /^[\w][\w ./-]{0,99}$/u.test(name));
  return {
    ci: read.filter(({ on }) => on.some((event) => event.startsWith("pull_request"))).map(({ path }) => path),
    environments: [...new Map(plain.map((name) => [name.toLowerCase(), name])).values()],
  };
};

const yamlOf = (text: string | undefined): unknown => {
  try {
    return load(text ?? "");
  } catch {
    return undefined;
  }
};

/** Files that make a folder a package of its own. */
const PACKAGE =
  /^((?:packages|apps|services|libs|modules|crates)\/[^/]+)\/(?:package\.json|go\.mod|Cargo\.toml|pyproject\.toml|pom\.xml|build\.gradle(?:\.kts)?|[^/]+\.csproj|mix\.exs)$/u;

const packagesIn = ({ paths }: Tree): readonly string[] => [
  ...new Set(paths.flatMap((path) => PACKAGE.exec(path)?.[1] ?? [])),
];
