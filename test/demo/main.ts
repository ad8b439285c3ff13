import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { asText, introduction } from "./print.ts";
import { servePage } from "./page.ts";
import { STORIES, toldBy } from "./story.ts";
import { goesTo, openStage } from "./stage.ts";
import { Watcher } from "./transcript.ts";

const HELP = `Usage: npm run demo -- [--once] [--story NAME] [--scenes N] [--format text|json] [--port PORT]

Plays the life of a change: a GitHub made for tests, Gatehouse with its embedded database, both on this machine. The clock is the
story's own: a weekend takes no time.

  --once           end when the stories are told (otherwise it stays up, to be looked at)
  --story NAME     tell only this one; what came before it happens unseen:
${STORIES.map(({ name, title }) => `                   ${name.padEnd(12)} ${title}`).join("\n")}
  --scenes N       stop after the first N scenes
  --format FORMAT  text (default), or json: one object per line
  --port PORT      where to look at it; a free port unless given. Gatehouse's own pages are on another one.
`;

interface Options {
  readonly once: boolean;
  readonly format: "text" | "json";
  readonly port: number;
  readonly scenes: number;
  /** All of them unless given. */
  readonly story: string | undefined;
}

const SCENES = STORIES.flatMap(({ scenes }) => scenes).length;

const optionsOf = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: "boolean", default: false },
      format: { type: "string", default: "text" },
      port: { type: "string", default: "0" },
      scenes: { type: "string", default: String(SCENES) },
      story: { type: "string" },
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
  if (!Number.isInteger(scenes) || scenes < 1) throw new Error(`--scenes ${values.scenes}: expected 1 to ${SCENES}`);
  const { story } = values;
  const names = STORIES.map(({ name }) => name);
  if (story !== undefined && !names.includes(story)) throw new Error(`--story ${story}: expected ${names.join(", ")}`);
  return { once: isOnce, format, port, scenes, story };
};

const play = async ({ once: isOnce, format, port, scenes, story }: Options): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-demo-"));
  const { world, stage } = await openStage({ dataDir, pages: !isOnce });
  const { github, settle } = world;
  const page = isOnce ? undefined : await servePage({ repo: stage.repo, port, settle });
  if (page !== undefined) github.showsPagesAt(page.url);
  const watcher = new Watcher(github);
  if (format === "text") process.stdout.write(introduction());
  for (const [index, told] of toldBy(STORIES).slice(0, scenes).entries()) {
    goesTo(stage, told.scene);
    await told.scene.play(stage);
    await settle();
    const entry = watcher.look(index + 1, told.scene, stage);
    if (story !== undefined && story !== told.story.name) continue;
    process.stdout.write(format === "json" ? `${JSON.stringify(entry)}\n` : asText(entry, told));
  }
  github.assertClean();
  if (page === undefined) {
    if (format === "text")
      process.stdout.write("\nThe stories are told. `npm run demo` stays up, so that you can go on.\n");
  } else {
    github.letsTimeGoOn();
    process.stderr.write(whereToLook(page.url, world.gatehouse.url));
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  }
  await page?.close();
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
};

/** For whoever wants to see and try it all. */
const whereToLook = (github: string, gatehouse: string): string => `
The stories are told. Now it is your turn; Ctrl-C ends it.

  ${github}   GitHub, as far as the demo has one: tick boxes and review as any of the people
  ${gatehouse}   Gatehouse's own pages: choose "Sign in with GitHub", and who you want to be

`;

const options = (): Options => {
  try {
    return optionsOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(2);
  }
};

await play(options());
