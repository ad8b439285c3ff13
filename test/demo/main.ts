import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { doorAt, type Door } from "./door.ts";
import { HELP, optionsOf, type Options } from "./options.ts";
import { asText, introduction } from "./print.ts";
import { toldBy, STORIES, UNTIL_HELD } from "./story.ts";
import type { News } from "./telling.ts";

/** What is told goes to the output; what to do stands beside it. */
const says = (line: string): void => void process.stderr.write(line);

const counted = (scenes: number): string => `${scenes} ${scenes === 1 ? "scene" : "scenes"}`;

const play = async ({ format, scenes, story, once: isOnce }: Options, door: Door | undefined): Promise<void> => {
  says(
    door === undefined
      ? `Tells ${counted(scenes)} and ends; all of them take half a minute on a quick machine.\n`
      : atFirst(door, scenes),
  );
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-demo-"));
  const prints = (news: News): void => {
    if (news.kind !== "scene") return;
    process.stdout.write(format === "json" ? `${JSON.stringify(news.entry)}\n` : asText(news.entry, news.told));
  };
  if (format === "text") process.stdout.write(introduction());
  const options = { dataDir, pages: !isOnce };
  const { beginDemo } = await import("./demo.ts");
  const { world, tells } = await beginDemo({ options, scenes: toldBy(STORIES), door, onNews: prints });
  await tells(scenes, (news) => {
    if (story === undefined || story === news.told.story.name) prints(news);
  });
  world.github.assertClean();
  if (door === undefined) {
    if (format === "text")
      process.stdout.write("\nThe stories are told. `npm run demo` stays up, so that you can go on.\n");
  } else {
    world.github.letsTimeGoOn();
    says(atLast(door.url, world.gatehouse.url, scenes));
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  }
  await door?.close();
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
};

/** What is going to happen and what there is to do, for whoever starts it for the first time. */
const atFirst = ({ url }: Door, scenes: number): string => `
Tells ${counted(scenes)}, about 20 seconds${scenes === UNTIL_HELD ? ", up to a deployment that is held" : ""}. Then it is your turn, at ${url}
The button "Next scene" there goes on with the story${scenes === UNTIL_HELD ? ": pressed three times it is Monday, 9:00, and the deployment goes out" : ""}.
In between, tick, comment, approve and merge as any of the people. Ctrl-C ends it.

`;

const atLast = (github: string, gatehouse: string, scenes: number): string => `
Now it is your turn${scenes === UNTIL_HELD ? ": a deployment is held until Monday" : ""}. Ctrl-C ends it.

  ${github}   GitHub, as far as the demo has one: "Next scene" goes on, and you may act as any of the people
  ${gatehouse}   Gatehouse's own pages: choose "Sign in with GitHub", and who you want to be

`;

const options = (): Options => {
  try {
    const found = optionsOf(process.argv.slice(2));
    if (found !== "help") return found;
    process.stdout.write(HELP);
    return process.exit(0);
  } catch (error) {
    says(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return process.exit(2);
  }
};

const door = async ({ once: isOnce, port }: Options): Promise<Door | undefined> => {
  if (isOnce) return undefined;
  try {
    return await doorAt(port);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? WHY[String(error.code)] : undefined;
    if (why === undefined) throw error;
    says(`--port ${port}: ${why}. Name another port, or leave --port out: then a free one is taken.\n`);
    return process.exit(1);
  }
};

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens there already",
  EACCES: "this user may not listen there",
};

const wanted = options();
await play(wanted, await door(wanted));
