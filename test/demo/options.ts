import { parseArgs } from "node:util";
import { STORIES, UNTIL_HELD } from "./story.ts";

export const HELP = `Usage: npm run demo -- [--once] [--story NAME] [--scenes N] [--format text|json] [--port PORT]

Plays the life of a change: a GitHub made for tests, Gatehouse with its embedded database, both on this machine. The clock is the
story's own: a weekend takes no time. It stops where a deployment is held, and stays up: the button "Next scene" goes on.

  --once           tell all of it and end
  --story NAME     tell only this one; what came before it happens unseen:
${STORIES.map(({ name, title }) => `                   ${name.padEnd(12)} ${title}`).join("\n")}
  --scenes N       stop after the first N scenes
  --format FORMAT  text (default), or json: one object per line
  --port PORT      where to look at it; a free port unless given. Gatehouse's own pages are on another one.
`;

export interface Options {
  readonly once: boolean;
  readonly format: "text" | "json";
  readonly port: number;
  readonly scenes: number;
  /** All of them unless given. */
  readonly story: string | undefined;
}

const SCENES = STORIES.flatMap(({ scenes }) => scenes).length;

/** What was asked for. Throws with a sentence that says what was expected. */
export const optionsOf = (args: readonly string[]): Options | "help" => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: "boolean", default: false },
      format: { type: "string", default: "text" },
      port: { type: "string", default: "0" },
      scenes: { type: "string" },
      story: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const { format, story, once } = values;
  const port = Number(values.port);
  if (format !== "text" && format !== "json") throw new Error(`--format ${format}: expected text or json`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port}: expected 0 to 65535`);
  const names = STORIES.map(({ name }) => name);
  if (story !== undefined && !names.includes(story)) throw new Error(`--story ${story}: expected ${names.join(", ")}`);
  const scenes = values.scenes === undefined ? enough({ story, once }) : Number(values.scenes);
  if (!Number.isInteger(scenes) || scenes < 1) throw new Error(`--scenes ${values.scenes}: expected 1 to ${SCENES}`);
  return { once, format, port, scenes: Math.min(scenes, SCENES), story };
};

/** To the end of the story that is asked for; else all, or where people are to go on. */
const enough = ({ story, once }: Pick<Options, "story" | "once">): number => {
  const upTo = STORIES.slice(0, STORIES.findIndex(({ name }) => name === story) + 1);
  if (upTo.length > 0) return upTo.flatMap(({ scenes }) => scenes).length;
  return once ? SCENES : UNTIL_HELD;
};
