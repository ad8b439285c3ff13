import { z } from "zod";
import { defineRequirement } from "./define.ts";
import { durationWords } from "./duration-words.ts";
import { met, undetermined, waiting } from "./outcome.ts";
import { Duration, durationMs } from "./settings.ts";
import { minute } from "./wording.ts";

const Settings = z.strictObject({
  time: Duration.describe(
    "How long ago the phase must have opened: by the deployment that it `starts` with, or else when the pull request or issue was opened.",
  ),
});

/** A time of watching: nothing can hurry it. */
export const elapsed = defineRequirement({
  kind: "elapsed",
  about: "So much time has passed since the phase opened.",
  settings: z.union([Duration.transform((time) => Settings.parse({ time })), Settings]),
  needs: [],
  describe: ({ time }) => `${durationWords(time)} passed since the phase opened`,
  judge: ({ time }, facts, { now, openedAt }) => {
    const start = openedAt ?? (facts.openedAt === undefined ? undefined : new Date(facts.openedAt));
    if (start === undefined) return unknownStart;
    const end = new Date(start.getTime() + durationMs(time));
    if (end <= now) return met(`${time} have passed since ${minute(start)}.`);
    return waiting({
      code: "elapsed/too-early",
      reason: `${time} since ${minute(start)} have not passed yet.`,
      remedy: `Wait until ${minute(end)}.`,
      short: `${time} not over`,
      actors: [{ kind: "clock" }],
      wakeAt: end,
    });
  },
});

const unknownStart = undetermined({
  code: "elapsed/unknown-start",
  reason: "It is not known when the phase opened.",
  remedy: "Comment `/gate recheck`; in a snapshot file, give `openedAt`.",
  short: "start not known",
});
