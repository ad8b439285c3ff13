import { z } from "zod";
import { defineRequirement } from "./define.ts";
import { durationWords } from "./duration-words.ts";
import { met, undetermined, waiting } from "./outcome.ts";
import { Duration, durationMs } from "./settings.ts";
import { minute } from "./wording.ts";

const Settings = z.strictObject({
  time: Duration.describe(
    "How long ago the phase must have opened: when the pull request or issue was opened, or by the deployment that it `starts` with. What was deployed must have stayed there since: when it was taken back or its place was taken, the time begins anew with the next deployment.",
  ),
});

/** A time of watching: nothing can hurry it. */
export const elapsed = defineRequirement({
  kind: "elapsed",
  about: "So much time has passed since the phase opened.",
  settings: z.union([Duration.transform((time) => Settings.parse({ time })), Settings]),
  needs: [],
  describe: ({ time }) => `${durationWords(time)} passed since the phase opened`,
  judge: ({ time }, facts, { now, openedAt, runsSince }) => {
    if (runsSince === null) return gone(time);
    const start = runsSince ?? openedAt ?? (facts.openedAt === undefined ? undefined : new Date(facts.openedAt));
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

const gone = (time: string) =>
  waiting({
    code: "elapsed/gone",
    reason: "What was deployed does not run there any more, so no time of it passes.",
    remedy: `Deploy it again; then ${time} begin anew.`,
    short: `${time} not over`,
    actors: [{ kind: "writers" }],
  });

const unknownStart = undetermined({
  code: "elapsed/unknown-start",
  reason: "It is not known when the phase opened.",
  remedy: "Comment `/gate recheck`; in a snapshot file, give `openedAt`.",
  short: "start not known",
});
