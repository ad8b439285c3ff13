import { z } from "zod";
import { commitOf, deploymentsTo, holdsChange } from "../evidence/deployed.ts";
import type { Deployment } from "../evidence/deployment.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { defineRequirement, unread } from "./define.ts";
import { met, undetermined, unmet, waiting, type Outcome } from "./outcome.ts";
import { Duration, durationMs, Text } from "./settings.ts";
import { stayOf, type Counts, type Stay } from "./stay.ts";
import { minute, quote } from "./wording.ts";

const Settings = z.strictObject({
  environment: Text.describe("Name of the environment."),
  soak: Duration.optional().describe(
    "How long it must have stayed there: `30m`, `24h`, `7d`. Once it has, another deployment may take its place; without this it must still run there.",
  ),
  same_commit: z
    .boolean()
    .default(true)
    .describe(
      "Whether it must be this very commit: the head, or after the merge the commit that the merge made. With `false`, any that holds this change. For an issue the newest deployment counts in either case.",
    ),
});
type Settings = z.output<typeof Settings>;

/** The change really ran somewhere, and did so for a while. */
export const deployed = defineRequirement({
  kind: "deployed",
  about: "The commit was deployed to an environment successfully and stayed.",
  settings: z.union([Text.transform((environment) => Settings.parse({ environment })), Settings]),
  needs: [],
  environments: ({ environment }) => [environment],
  describe: ({ environment, soak }) =>
    `deployed to ${quote(environment)}${soak === undefined ? "" : ` and stayed for ${soak}`}`,
  judge: (settings, facts, { now }) => {
    const all = deploymentsTo(settings.environment, facts);
    if (all === undefined) return unread("deployed", "deployments", facts);
    const counts = counting(settings, facts);
    const newest = all.find(counts);
    if (newest === undefined) return notThere(all, { settings, facts, now });
    return judgeNewest(newest, stayOf(all, counts), { settings, facts, now });
  },
});

const counting = (settings: Settings, facts: Snapshot): Counts => {
  if (facts.subject.kind === "issue") return () => true;
  const sha = commitOf(facts);
  return settings.same_commit ? (one) => sha !== "" && one.sha === sha : (one) => holdsChange(one, facts) === true;
};

interface Case {
  readonly settings: Settings;
  readonly facts: Snapshot;
  readonly now: Date;
}

const notThere = (all: readonly Deployment[], of: Case): Outcome => {
  const { settings, facts } = of;
  const isHidden =
    !settings.same_commit && all.some((one) => one.state === "success" && holdsChange(one, facts) === null);
  if (isHidden) return unclear(settings);
  const { none, deploy } = wordsOf(of);
  return waiting({
    code: "deployed/none",
    reason: `${none} been deployed to ${quote(settings.environment)}.`,
    remedy: `${deploy} ${quote(settings.environment)}.`,
    short: `${settings.environment} deployment`,
    actors: [{ kind: "writers" }],
  });
};

const judgeNewest = (newest: Deployment, stay: Stay | undefined, of: Case): Outcome => {
  switch (newest.state) {
    case "failure":
      return failed(of);
    case "pending":
      return running(of);
    case "success":
    case "inactive":
      return stay === undefined ? gone(of) : judgeStay(stay, of);
  }
};

const judgeStay = ({ from, until, latest }: Stay, of: Case): Outcome => {
  const { settings, now } = of;
  const soakMs = settings.soak === undefined ? 0 : durationMs(settings.soak);
  if (until !== undefined) return settings.soak !== undefined && until - from >= soakMs ? stayed(latest, of) : gone(of);
  const end = new Date(from + soakMs);
  return settings.soak === undefined || end <= now ? stayed(latest, of) : soaking(end, of);
};

const stayed = (latest: Deployment, of: Case): Outcome => {
  const { environment, soak } = of.settings;
  const { at, sha, url } = latest;
  const reason =
    latest.state === "success"
      ? `${wordsOf(of).what} runs on ${quote(environment)}${soak === undefined ? "" : ` and has stayed for ${soak}`}.`
      : `${wordsOf(of).what} stayed on ${quote(environment)} for ${soak ?? ""}, before another took its place.`;
  return met(reason, [
    { text: `${sha.slice(0, 7)} since ${minute(new Date(at))}`, ...(url === undefined ? {} : { url }) },
  ]);
};

const soaking = (end: Date, of: Case): Outcome =>
  waiting({
    code: "deployed/soaking",
    reason: `${wordsOf(of).what} runs on ${quote(of.settings.environment)}, but not yet for ${of.settings.soak ?? ""}.`,
    remedy: `Wait until ${minute(end)}.`,
    short: `${of.settings.soak ?? ""} on ${of.settings.environment}`,
    actors: [{ kind: "clock" }],
    wakeAt: end,
  });

const gone = (of: Case): Outcome => {
  const { settings } = of;
  const { what, deploy } = wordsOf(of);
  return waiting({
    code: "deployed/gone",
    reason: `${what} did not stay on ${quote(settings.environment)}${settings.soak === undefined ? "" : ` for ${settings.soak}`}: another deployment took its place.`,
    remedy: `${deploy} ${quote(settings.environment)} again.`,
    short: `${settings.environment} deployment`,
    actors: [{ kind: "writers" }],
  });
};

const failed = (of: Case): Outcome =>
  unmet({
    code: "deployed/failed",
    reason: `The deployment of ${lower(wordsOf(of).what)} to ${quote(of.settings.environment)} failed.`,
    remedy: "Mend what made it fail, and deploy again.",
    short: `${of.settings.environment} failed`,
    actors: [{ kind: "writers" }],
    unknown: true,
  });

const running = (of: Case): Outcome =>
  waiting({
    code: "deployed/pending",
    reason: `The deployment of ${lower(wordsOf(of).what)} to ${quote(of.settings.environment)} has not finished.`,
    remedy: "Wait until it has finished.",
    short: `${of.settings.environment} deploying`,
    actors: [{ kind: "automation", name: of.settings.environment }],
  });

const unclear = ({ environment }: Settings): Outcome =>
  undetermined({
    code: "deployed/unknown",
    reason: `Whether what runs on ${quote(environment)} holds this change is not known.`,
    remedy: "Comment `/gate recheck`; in a snapshot file, give `holds` of the deployment.",
    short: `${environment} not determined`,
  });

/** How sentences speak of what is looked for; each is the beginning of one. */
interface Words {
  readonly what: string;
  readonly none: string;
  readonly deploy: string;
}

const wordsOf = ({ settings, facts }: Case): Words => {
  if (facts.subject.kind === "issue")
    return { what: "What was deployed last", none: "Nothing has", deploy: "Deploy to" };
  if (!settings.same_commit)
    return { what: "This change", none: "This change has not", deploy: "Deploy a commit that holds this change to" };
  const commit = `ommit ${commitOf(facts).slice(0, 7)}`;
  return { what: `C${commit}`, none: `C${commit} has not`, deploy: `Deploy c${commit} to` };
};

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
