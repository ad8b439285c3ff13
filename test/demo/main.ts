import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { startWorld } from "../scenarios/world.ts";
import { asText, introduction } from "./print.ts";
import { servePage } from "./page.ts";
import { prepare, STORY } from "./story.ts";
import { Watcher } from "./transcript.ts";

const HELP = `Usage: npm run demo -- [--once] [--format text|json] [--port PORT] [--scenes N]

Plays a day in the life of a pull request: a GitHub made for tests, Gatehouse with its embedded database, both on this machine.

  --once           end when the story is told (otherwise it stays up, to be looked at)
  --format FORMAT  text (default), or json: one object per line
  --port PORT      where to look at it; a free port unless given
  --scenes N       stop after the first N scenes
`;

interface Options {
  readonly once: boolean;
  readonly format: "text" | "json";
  readonly port: number;
  readonly scenes: number;
}

const optionsOf = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: "boolean", default: false },
      format: { type: "string", default: "text" },
      port: { type: "string", default: "0" },
      scenes: { type: "string", default: String(STORY.length) },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  const { format, once: isOnce } = values;
  const port = Number(values.port);
  if (format !== "text" && format !== "json") throw new Error(`--format ${format}: expected text or json`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port}: expected 0 to 65535`);
  const scenes = Number(values.scenes);
  if (!Number.isInteger(scenes) || scenes < 1)
    throw new Error(`--scenes ${values.scenes}: expected 1 to ${STORY.length}`);
  return { once: isOnce, format, port, scenes };
};

const play = async ({ once: isOnce, format, port, scenes }: Options): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-demo-"));
  const world = await startWorld({ dataDir });
  const { github } = world;
  const stage = prepare(github);
  const page = isOnce ? undefined : await servePage({ repo: stage.repo, port, settle: () => world.settle() });
  const watcher = new Watcher(github);
  if (format === "text") process.stdout.write(introduction());
  for (const [index, scene] of STORY.slice(0, scenes).entries()) {
    const pull = await scene.play(stage);
    await world.settle();
    const entry = watcher.look(index + 1, scene.title, pull);
    process.stdout.write(format === "json" ? `${JSON.stringify(entry)}\n` : asText(entry));
  }
  github.assertClean();
  if (page === undefined) {
    if (format === "text")
      process.stdout.write("\nThe story is told. `npm run demo` stays up, so that you can go on.\n");
  } else {
    process.stderr.write(`\nThe story is told. Look at ${page.url}, where you can go on; Ctrl-C ends it.\n`);
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  }
  await page?.close();
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
};

const options = (): Options => {
  try {
    return optionsOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(2);
  }
};

await play(options());
