import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import { measureBursts, prepareBursts } from "./burst.ts";
import { measureDeployment } from "./deployment.ts";
import { measureEvaluation } from "./evaluation.ts";
import { measureEvents } from "./events.ts";
import { Figures } from "./figures.ts";
import { build, type Gatehouse, startGatehouse } from "./gatehouse.ts";
import { measureGrowth } from "./growth.ts";
import { measureIngest } from "./ingest.ts";
import { measureIsolation } from "./isolation.ts";
import { HELP, optionsOf, SECTIONS, type Options, type Section } from "./options.ts";
import type { Stage } from "./setting.ts";
import { asTable } from "./table.ts";

const FULL = { repetitions: 20, seconds: 60, bursts: 21, history: { repositories: 100_000, pulls: 1_000_000 } };
const QUICK = { repetitions: 4, seconds: 5, bursts: 2, history: { repositories: 1000, pulls: 10_000 } };

/** The process has come to rest this long after it started, in milliseconds. */
const REST_MS = 2000;

interface Ground {
  readonly github: FakeGitHub;
  readonly options: Options;
  readonly start: (about?: { readonly recording: boolean }) => Promise<Gatehouse>;
}

const bench = async (options: Options): Promise<Figures> => {
  const [load = 0] = loadavg();
  const built = await build();
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-bench-"));
  const github = await FakeGitHub.start({ judge: false, rateLimit: 1_000_000, courierThread: true });
  const { databaseUrl, profile } = options;
  const start: Ground["start"] = (about) => startGatehouse({ built, github, dataDir, databaseUrl, profile, ...about });
  try {
    const found = await measuredAll({ github, options, start });
    return Figures.parse({ machine: machineOf(options, load), quick: options.quick, ...found });
  } finally {
    await github.stop();
    await rm(built, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  }
};

const measuredAll = async (ground: Ground): Promise<Omit<Figures, "machine" | "quick">> => {
  const { github, start, options } = ground;
  const firstStart = await atRest(await start());
  const { gatehouse, rssMb: idle } = await atRest(await start(), { stays: true });
  const sections = await measured({ github, gatehouse }, options);
  const { peakMb: peak } = await gatehouse.usage();
  await gatehouse.stop();
  const memoryMb = { firstStart: firstStart.rssMb, idle, peak };
  return { ...sections, ...(await grown(ground)), memoryMb };
};

const grown = async ({ github, start, options }: Ground): Promise<Pick<Figures, "growth">> => {
  const { databaseUrl, only, quick } = options;
  if (databaseUrl === undefined || !only.includes("growth")) return {};
  progress("growth");
  const sizes = quick ? QUICK : FULL;
  const recording = () => start({ recording: true });
  return { growth: await measureGrowth({ ...sizes, github, databaseUrl, start: recording, progress }) };
};

const atRest = async (gatehouse: Gatehouse, { stays = false }: { readonly stays?: boolean } = {}) => {
  await gatehouse.idle();
  await delay(REST_MS);
  const { rssMb } = await gatehouse.usage();
  if (!stays) await gatehouse.stop();
  return { gatehouse, rssMb };
};

type Sections = Pick<Figures, Section>;

/** The bursts are prepared first and made last, so that their installations have recovered from the preparation. */
const measured = async (stage: Stage, { only, quick }: Options): Promise<Sections> => {
  const { repetitions, seconds, bursts } = quick ? QUICK : FULL;
  const places = only.includes("burst") ? await prepareBursts(stage, bursts) : [];
  const work: Readonly<Record<Section, () => Promise<Sections>>> = {
    evaluation: async () => ({ evaluation: measureEvaluation({ repetitions: FULL.repetitions }) }),
    events: async () => ({ events: await measureEvents(stage, { repetitions, progress }) }),
    ingest: async () => ({ ingest: await measureIngest(stage, { seconds, owner: "acme-stream" }) }),
    deployment: async () => ({ deployment: await measureDeployment(stage, { repetitions }) }),
    isolation: async () => ({ isolation: await measureIsolation(stage, { repetitions }) }),
    burst: async () => ({ burst: await measureBursts(stage, places) }),
    growth: async () => ({}),
  };
  const sections: Sections[] = [];
  for (const section of SECTIONS.filter((one) => only.includes(one) && one !== "growth")) {
    progress(section);
    sections.push(await work[section]());
  }
  return Object.assign({}, ...sections);
};

const machineOf = ({ databaseUrl }: Options, before: number): Figures["machine"] => {
  const [first] = cpus();
  const [after = 0] = loadavg();
  return {
    cpu: first?.model ?? "unknown",
    cpus: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    database: databaseUrl === undefined ? "embedded database" : "PostgreSQL",
    load: { before, after },
  };
};

/** On standard error, so that standard output holds nothing but the figures. */
const progress = (what: string): void => {
  process.stderr.write(`measuring ${what}\n`);
};

const options = (): Options => {
  try {
    return optionsOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(2);
  }
};

const chosen = options();
if (chosen.help) {
  process.stdout.write(HELP);
} else {
  const figures = await bench(chosen);
  process.stdout.write(chosen.format === "json" ? `${JSON.stringify(figures)}\n` : `${asTable(figures, chosen)}\n`);
}
