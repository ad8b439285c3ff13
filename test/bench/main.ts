import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import { measureBurst, prepareBurst } from "./burst.ts";
import { measureEvaluation } from "./evaluation.ts";
import { measureEvents } from "./events.ts";
import type { Figures } from "./figures.ts";
import { build, type Gatehouse, startGatehouse } from "./gatehouse.ts";
import { measureIngest } from "./ingest.ts";
import { HELP, optionsOf, SECTIONS, type Options, type Section } from "./options.ts";
import type { Stage } from "./setting.ts";
import { asTable } from "./table.ts";

const FULL = { repetitions: 20, seconds: 60 };
const QUICK = { repetitions: 4, seconds: 5 };

/** The process has come to rest this long after it started, in milliseconds. */
const REST_MS = 2000;

const bench = async (options: Options): Promise<Figures> => {
  const built = await build();
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-bench-"));
  const github = await FakeGitHub.start({ judge: false, rateLimit: 1_000_000 });
  const start = () => startGatehouse({ built, github, dataDir, databaseUrl: options.databaseUrl });
  try {
    const firstStart = await atRest(await start());
    const { gatehouse, rssMb: idle } = await atRest(await start(), { stays: true });
    const sections = await measured({ github, gatehouse }, options);
    const { peakMb: peak } = await gatehouse.usage();
    await gatehouse.stop();
    const memoryMb = { firstStart: firstStart.rssMb, idle, peak };
    return { machine: machineOf(options), quick: options.quick, ...sections, memoryMb };
  } finally {
    await github.stop();
    await rm(built, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  }
};

const atRest = async (gatehouse: Gatehouse, { stays = false }: { readonly stays?: boolean } = {}) => {
  await gatehouse.idle();
  await delay(REST_MS);
  const { rssMb } = await gatehouse.usage();
  if (!stays) await gatehouse.stop();
  return { gatehouse, rssMb };
};

type Sections = Pick<Figures, Section>;

/** The burst is prepared first and made last, so that its installation has recovered from the preparation. */
const measured = async (stage: Stage, { only, quick }: Options): Promise<Sections> => {
  const { repetitions, seconds } = quick ? QUICK : FULL;
  const place = only.includes("burst") ? await prepareBurst(stage) : undefined;
  const work: Readonly<Record<Section, () => Promise<Sections>>> = {
    evaluation: async () => ({ evaluation: measureEvaluation({ repetitions: FULL.repetitions }) }),
    events: async () => ({ events: await measureEvents(stage, { repetitions, progress }) }),
    ingest: async () => ({ ingest: await measureIngest(stage, { seconds }) }),
    burst: async () => (place === undefined ? {} : { burst: await measureBurst(stage, place) }),
  };
  const sections: Sections[] = [];
  for (const section of SECTIONS.filter((one) => only.includes(one))) {
    progress(section);
    sections.push(await work[section]());
  }
  return Object.assign({}, ...sections);
};

const machineOf = ({ databaseUrl }: Options): Figures["machine"] => {
  const [first] = cpus();
  return {
    cpu: first?.model ?? "unknown",
    cpus: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    database: databaseUrl === undefined ? "embedded database" : "PostgreSQL",
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
  process.stdout.write(chosen.format === "json" ? `${JSON.stringify(figures)}\n` : `${asTable(figures)}\n`);
}
