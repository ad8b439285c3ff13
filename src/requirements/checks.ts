import { z } from "zod";
import { nameGlobs } from "../evidence/patterns.ts";
import type { Check } from "../evidence/snapshot.ts";
import { defineRequirement } from "./define.ts";
import { met, unmet, waiting, type Outcome } from "./outcome.ts";
import { oneOrMore, Text } from "./settings.ts";
import { counted, listed, quote, sameName, series } from "./wording.ts";

const Name = Text.describe(
  "Name of a check run or context of a status; `*` is any run of characters, `?` one character.",
);

const Settings = z.strictObject({
  names: oneOrMore(Name)
    .default(["all"])
    .describe(
      "Which checks: `all`, or a list of names with wildcards; each entry needs at least one success of its own. `!name` leaves one out.",
    ),
  except: oneOrMore(Name).default([]).describe("Names, with wildcards, of checks that don't matter."),
  app: Text.optional().describe(
    "Slug of the App that must have reported, such as `github-actions`; others are not looked at.",
  ),
  accept: z
    .array(z.enum(["neutral", "skipped"]))
    .default([])
    .describe(
      "Results that count as success besides `success`. GitHub lets skipped and neutral checks pass; a check that did not run proves nothing, so Gatehouse does not.",
    ),
});
type Settings = z.output<typeof Settings>;

/** Proof by machines: at least one success for every name asked for, and nothing that failed or still runs among them. */
export const checks = defineRequirement({
  kind: "checks",
  about: "The checks and statuses asked for succeeded on the head commit.",
  settings: z.union([oneOrMore(Name).transform((names) => Settings.parse({ names })), Settings]),
  needs: ["checks"],
  describe: (settings) => checksWords(settings),
  judge: (settings, facts) => {
    const found = wanted(settings).map((name) => ({ name, checks: matching(name, settings, facts.checks) }));
    const every = [...new Set(found.flatMap(({ checks: some }) => some))];
    const author = facts.author?.login;
    return (
      failing(every, author) ??
      pending(every) ??
      absent(found.filter(({ checks: some }) => some.length === 0).map(({ name }) => name)) ??
      unproven(found.find(({ checks: some }) => !some.some((check) => proves(check, settings)))?.checks, author) ??
      succeeded(every.filter((check) => proves(check, settings)))
    );
  },
});

const checksWords = ({ names, except, app, accept }: Settings): string => {
  const meant = names.filter((name) => !name.startsWith("!") && name !== "all");
  const left = [...except, ...names.filter((name) => name.startsWith("!")).map((name) => name.slice(1))];
  const named = `the ${meant.length === 1 ? "check" : "checks"} ${series(meant.map(quote))}`;
  const every = isAll(names) || meant.length === 0;
  return [
    every ? `all checks${meant.length === 0 ? "" : `, with ${named} among them,`}` : named,
    app === undefined ? "" : ` of ${quote(app)}`,
    !every && meant.length === 1 ? " succeeds" : " succeed",
    accept.length === 0 ? "" : ` (${listed(accept, "or")} counts as well)`,
    left.length === 0 ? "" : `, except ${series(left.map(quote), "or")}`,
  ].join("");
};

const isAll = (names: readonly string[]): boolean => names.includes("all");

/** `all` next to other names keeps them, so that a named check that never reports is still missed. */
const wanted = ({ names }: Settings): readonly string[] => {
  const positive = names.filter((name) => !name.startsWith("!"));
  return positive.length === 0 ? ["*"] : positive.map((name) => (name === "all" ? "*" : name));
};

const matching = (name: string, { names, except, app }: Settings, all: readonly Check[]): readonly Check[] => {
  const named = nameGlobs(name);
  const left = nameGlobs([...except, ...names.filter((other) => other.startsWith("!")).map((other) => other.slice(1))]);
  return all.filter(
    (check) => named(check.name) && !left(check.name) && (app === undefined || sameName(app, check.app ?? "")),
  );
};

const proves = ({ state }: Check, { accept }: Settings): boolean =>
  state === "success" || accept.some((accepted) => accepted === state);

const failing = (all: readonly Check[], author: string | undefined): Outcome | undefined => {
  const failed = all.filter(({ state }) => state === "failure");
  if (failed.length === 0) return undefined;
  return unmet({
    code: "checks/failed",
    reason: `${listed(failed.map(({ name }) => quote(name)))} did not succeed on the head commit.`,
    remedy: "Mend what the check reports and push, or run it again.",
    short: `${counted(failed.length, "check")} failed`,
    actors: [{ kind: "author", login: author }],
  });
};

const pending = (all: readonly Check[]): Outcome | undefined => {
  const running = all.filter(({ state }) => state === "pending").map(({ name }) => name);
  if (running.length === 0) return undefined;
  return waiting({
    code: "checks/pending",
    reason: `${listed(running.map(quote))} ${running.length === 1 ? "has" : "have"} not finished.`,
    remedy: "Wait until it has finished.",
    short: `${counted(running.length, "check")} running`,
    actors: running.map((name) => ({ kind: "automation", name })),
  });
};

const absent = (names: readonly string[]): Outcome | undefined => {
  if (names.length === 0) return undefined;
  return waiting({
    code: "checks/absent",
    reason: names.includes("*")
      ? "No check has reported on the head commit."
      : `${listed(names.map(quote))} ${names.length === 1 ? "has" : "have"} not reported on the head commit.`,
    remedy: "Wait until it reports; if it never does, see whether it is set up to run for this pull request.",
    short: `${counted(names.length, "check")} missing`,
    actors: names.map((name) => ({ kind: "automation", name: name === "*" ? "checks" : name })),
  });
};

const unproven = (some: readonly Check[] | undefined, author: string | undefined): Outcome | undefined => {
  if (some === undefined) return undefined;
  return unmet({
    code: "checks/not-run",
    reason: `${listed(some.map(({ name, state }) => `${quote(name)} (${state})`))} ended without a result, which proves nothing.`,
    remedy: "Have the check run on the head commit, or let the procedure `accept` such a result.",
    short: "check not run",
    actors: [{ kind: "author", login: author }],
    unknown: true,
  });
};

const succeeded = (all: readonly Check[]): Outcome =>
  met(
    `${counted(all.length, "check")} succeeded on the head commit.`,
    all.slice(0, 20).map(({ name, url }) => ({ text: name, ...(url === undefined ? {} : { url }) })),
  );
