import type { MetricSettings } from "./metric-settings.ts";
import { unmet, waiting, type Actor, type Outcome } from "./outcome.ts";
import { quote } from "./wording.ts";

/** Of a check whose number does not count, since it failed. */
export const checkFailed = (check: string, author: Actor): Outcome =>
  unmet({
    code: "metric/check-failed",
    reason: `${quote(check)} did not succeed on the head commit, so its number does not count.`,
    remedy: "Mend what the check reports and push, or run it again.",
    short: `${check} failed`,
    actors: [author],
    unknown: true,
  });

/** Of a check that was skipped wherever it should have run. */
export const skipped = (check: string, author: Actor): Outcome =>
  unmet({
    code: "metric/not-run",
    reason: `${quote(check)} was skipped on the head commit, so there is no number.`,
    remedy: "Have the check run on the head commit.",
    short: `${check} not run`,
    actors: [author],
    unknown: true,
  });

/** Of a check that still runs, or that nobody has heard of. */
export const awaited = (check: string, what: "pending" | "absent"): Outcome =>
  waiting({
    code: `metric/${what}`,
    reason: `${quote(check)} has not ${what === "pending" ? "finished" : "reported"} on the head commit.`,
    remedy:
      what === "pending"
        ? "Wait until it has finished."
        : "Wait until it reports; if it never does, see whether it is set up to run for this pull request.",
    short: `${check} ${what === "pending" ? "running" : "missing"}`,
    actors: [{ kind: "automation", name: check }],
  });

/** Of a name that is reported, but by nobody whose word counts. */
export const othersAlone = (check: string, { app }: MetricSettings): Outcome =>
  unmet({
    code: "metric/not-trusted",
    reason:
      app === undefined
        ? `${quote(check)} is a commit status, which everybody with write permission can set, so its number does not count.`
        : `${quote(check)} was not reported by the App ${quote(app)}, so its number does not count.`,
    remedy:
      app === undefined
        ? "Have a check run report it, or let the procedure say `statuses: true`."
        : `Have ${quote(app)} report it, or correct ${quote("app")} in the procedure.`,
    short: `${check} not trusted`,
    actors: [{ kind: "automation", name: app ?? check }],
    unknown: true,
  });
