import type { FakeGitHub, RepoOptions } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { OpenPull, RepoScenario } from "../fake-github/scenario/repo.ts";

/** Where config and procedures of the stories are. */
export const CONFIG = ".github/gatehouse.yml";
export const PROCEDURE = ".github/procedures/release.yml";

/** Two boxes, one of them for the role `qa`; nothing else, so that ticks alone decide. */
export const BOXES = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: alerts, title: Alerts looked at }
`;

export const configOf = (...more: readonly string[]): string =>
  ["version: 1", "roles:", "  qa: [quinn, quentin]", "procedures:", "  - ./procedures/release.yml", ...more, ""].join(
    "\n",
  );

/** People of every shop: those with write permission, and one who may only read. */
export const PEOPLE = {
  ada: "write",
  max: "write",
  quinn: "write",
  quentin: "write",
  olga: "write",
  rita: "read",
} as const;

export interface ShopOptions extends RepoOptions {
  readonly procedure?: string;
  readonly config?: string;
}

let shops = 0;

/** A repository with a procedure. Each has an owner of its own, so that no story meets another one's rate limits. */
export const openShop = (github: FakeGitHub, options: ShopOptions = {}): RepoScenario => {
  const { procedure = BOXES, config = configOf(), files = {}, ...rest } = options;
  shops += 1;
  return github.repo(`acme-${shops}/shop-${shops}`, {
    collaborators: PEOPLE,
    installed: true,
    ...rest,
    files: { "README.md": "# Shop\n", [CONFIG]: config, [PROCEDURE]: procedure, ...files },
  });
};

export const opensPull = (repo: RepoScenario, about: Partial<OpenPull> = {}): Promise<PullScenario> =>
  repo.opens({ by: "ada", title: "Basket", body: "A basket.", files: { "src/basket.ts": "export {};\n" }, ...about });

/** The check as its readers see it: conclusion and title. */
export const checkOf = (pull: PullScenario): string => {
  const suites = pull.state.repo.suites.filter(({ app, sha }) => app.slug === "gatehouse" && sha === pull.headSha);
  const runs = suites.flatMap((suite) => suite.runs).filter(({ name }) => name === "gatehouse");
  if (runs.length > 1) throw new Error(`#${pull.number} has ${runs.length} check runs of ours`);
  const [run] = runs;
  return run === undefined ? "none" : `${run.conclusion}: ${run.title}`;
};

const commentWith = (pull: PullScenario, marker: string) => {
  const found = pull.commentsOf().filter(({ body }) => body.startsWith(`<!-- gatehouse:${marker} -->`));
  if (found.length > 1) throw new Error(`#${pull.number} has ${found.length} ${marker} comments`);
  return found[0];
};

/** Our comments; there is at most one of each. */
export const checklistOf = (pull: PullScenario): string => commentWith(pull, "checklist")?.body ?? "";
export const checklistComment = (pull: PullScenario) => {
  const found = commentWith(pull, "checklist");
  if (found === undefined) throw new Error(`#${pull.number} has no checklist`);
  return found;
};
export const statusOf = (pull: PullScenario): string => commentWith(pull, "status")?.body ?? "";

/** What we said besides the two sticky comments. */
export const answersOn = (pull: PullScenario): readonly string[] =>
  pull
    .commentsOf()
    .map(({ body }) => body)
    .filter((body) => !/^<!-- gatehouse:(checklist|status) -->/.test(body));

/** The ticked steps of the checklist, by id. */
export const tickedIn = (pull: PullScenario): readonly string[] =>
  [...checklistOf(pull).matchAll(/^\s*- \[x\] .*<!-- gate:[^/]+\/(\S+) -->/gm)].map(([, id]) => String(id));

/** Writes as `METHOD route`, in the order they came. */
export const writesOf = (github: FakeGitHub): readonly string[] =>
  github.writes().map(({ method, path, route }) => route ?? `${method} ${path}`);

/** Reads and writes as a person would count them, tokens aside. */
export const callsOf = (github: FakeGitHub): readonly string[] =>
  github.calls
    .filter(({ path }) => !path.endsWith("/access_tokens") && path !== "/app")
    .map(({ method, path, route, operation }) => operation ?? route ?? `${method} ${path}`)
    .toSorted();
