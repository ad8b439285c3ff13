import { z } from "zod";
import type { CheckOutput } from "../evidence/snapshot.ts";
import { runState, statusState, webAddress } from "./facts.ts";

type Declare = (name: string, type: string, value: unknown) => string;

/** What checks of these names wrote, as fields of a commit. The list of all checks has no filter by name, and its texts are long. */
export const outputsSelection = (names: readonly string[], declare: Declare): string => {
  const variables = names.map((name, index) => declare(`o${index}`, "String!", name));
  const runs = variables.map(
    (name, index) =>
      `o${index}: checkRuns(first: 10, filterBy: { checkName: ${name}, checkType: LATEST }) { nodes { ${RUN} } }`,
  );
  const statuses = variables.map((name, index) => `o${index}: context(name: ${name}) { state description targetUrl }`);
  return `outputSuites: checkSuites(first: 100) { pageInfo { hasNextPage } nodes { app { databaseId slug } ${runs.join("\n")} } }
    outputStatus: status { ${statuses.join("\n")} }`;
};

const RUN = "status conclusion startedAt title summary text detailsUrl";

const Run = z.object({
  status: z.string(),
  conclusion: z.string().nullish(),
  startedAt: z.string().nullish(),
  title: z.string().nullish(),
  summary: z.string().nullish(),
  text: z.string().nullish(),
  detailsUrl: z.string().nullish(),
});
type Run = z.output<typeof Run>;

const Runs = z.object({ nodes: z.array(Run) }).nullish();
const Context = z
  .object({ state: z.string(), description: z.string().nullish(), targetUrl: z.string().nullish() })
  .nullish();

const Tip = z.object({
  outputSuites: z
    .object({
      pageInfo: z.object({ hasNextPage: z.boolean() }),
      nodes: z.array(z.looseObject({ app: z.object({ databaseId: z.int().nullish(), slug: z.string() }).nullish() })),
    })
    .nullish(),
  outputStatus: z.looseObject({}).nullish(),
});

/**
 * Outputs by the names asked for: the latest run of each suite, since the same name in another suite is another workflow's. Our own are
 * left out. Undefined where the commit has more suites than were read.
 */
export const outputsOf = (
  commit: unknown,
  names: readonly string[],
  ownAppId: number,
): ReadonlyMap<string, readonly CheckOutput[]> | undefined => {
  const { outputSuites: suites, outputStatus: status } = Tip.parse(commit);
  if (suites?.pageInfo.hasNextPage === true) return undefined;
  const others = (suites?.nodes ?? []).filter(({ app }) => app?.databaseId !== ownAppId);
  return new Map(
    names.map((name, index) => {
      const runs = others.flatMap((suite) =>
        latestOf(Runs.parse(suite[`o${index}`])?.nodes ?? []).map((run) => ofRun(run, suite.app?.slug)),
      );
      const context = Context.parse(status?.[`o${index}`]);
      return [name, [...runs, ...(context == null ? [] : [ofContext(context)])]];
    }),
  );
};

/** What is queued has no start yet; no time of GitHub's comes after this. */
const NOT_STARTED = "9999";

const latestOf = (runs: readonly Run[]): readonly Run[] => {
  const startOf = ({ startedAt }: Run): string => startedAt ?? NOT_STARTED;
  return runs.toSorted((one, other) => (startOf(one) < startOf(other) ? 1 : -1)).slice(0, 1);
};

/** A run of an App that is there no more is still no status. */
const ofRun = ({ status, conclusion, title, summary, text, detailsUrl }: Run, app = ""): CheckOutput => ({
  state: status === "COMPLETED" ? runState(conclusion) : "pending",
  text: [title, summary, text].filter((part) => part != null && part !== "").join("\n"),
  app,
  ...webAddress(detailsUrl),
});

const ofContext = ({ state, description, targetUrl }: NonNullable<z.output<typeof Context>>): CheckOutput => ({
  state: statusState(state),
  text: description ?? "",
  app: null,
  ...webAddress(targetUrl),
});
