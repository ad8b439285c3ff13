import type { Config } from "./config.ts";
import type { Finding } from "./finding.ts";

/** Warns of environments that ask nobody yet: until the day that `since` names no pull request was merged late enough. */
export const sinceAhead = (config: Config, now: Date): readonly Finding[] => {
  const today = now.toISOString().slice(0, 10);
  return Object.entries(config.environments).flatMap(([name, { since }]): Finding[] => {
    if (since === undefined || since <= today) return [];
    const message = `\`since: ${since}\` is still to come, and until then no deployment to \`${name}\` asks any merged pull request; write a day that has been, such as \`${today}\`, or remove it.`;
    const at = config.valueAt(["environments", name, "since"]);
    return [{ code: "config/since-ahead", severity: "warning", message, file: config.file, ...at }];
  });
};
