import { z } from "zod";
import { endsAfterItBegins, ENDS_TOO_EARLY, freezeShape, Day, Window } from "../evidence/schedule.ts";
import { Duration, Role } from "../requirements/settings.ts";
import { Predicate } from "./predicates.ts";
import { ParameterName, ParameterSource } from "./settings.ts";
import { parseReference, type Reference } from "./reference.ts";

const Member = z
  .string()
  .regex(
    /^(@[A-Za-z\d][\w-]*\/[A-Za-z\d][\w.-]*|[A-Za-z\d][\w-]*(\[bot\])?)$/u,
    "Who holds a role is a login without `@`, such as `octocat`, or a team, such as `@acme/tech-leads`.",
  )
  .describe("A login, or a team as `@organisation/team`.");

const Mode = z.enum(["enforce", "shadow"]);

const ReferenceText = z
  .string()
  .transform((text, context): Reference => {
    const parsed = parseReference(text);
    if (parsed.ok) return parsed.reference;
    context.addIssue({ code: "custom", message: parsed.problem });
    return z.NEVER;
  })
  .describe("`builtin:ID`, a path such as `./procedures/deploy.md`, or `owner/repository:path` of the same owner.");

const Use = z
  .strictObject({
    use: ReferenceText,
    applies: Predicate.exactOptional().describe(
      "When it applies in this repository; takes the place of the document's own `applies`.",
    ),
    mode: Mode.exactOptional().describe(
      "`shadow`: say what would have been blocked, but don't block. Default: the config's `mode`.",
    ),
    parameters: z
      .record(ParameterName, ParameterSource)
      .exactOptional()
      .describe("Values that take the place of the document's own `parameters`, such as the folder of its documents."),
  })
  .describe("A procedure with settings of this repository.");

const Freeze = z
  .strictObject({ ...freezeShape, exempt: Predicate.exactOptional().describe("What the freeze lets through.") })
  .refine(endsAfterItBegins, ENDS_TOO_EARLY)
  .describe("A time in which something is not allowed.");

const Environment = z
  .strictObject({
    check: z
      .enum(["on-request", "always", "never"])
      .default("on-request")
      .describe(
        "When the check `gatehouse/ENVIRONMENT` is written on a commit: when a deployment of it asks, on every new tip of the default branch as well, or never. Default: `on-request`.",
      ),
    direct_commits: z
      .enum(["hold", "allow"])
      .default("hold")
      .describe("Whether commits that no pull request brought hold the deployment. Default: `hold`."),
    since: Day.exactOptional().describe(
      "Pull requests merged before this day are not asked, such as those from before Gatehouse was there.",
    ),
  })
  .describe("How deployments to an environment are judged.");

const flag = z.boolean().default(true);

/** Keys that an organisation's config can lock. */
const LOCKABLE = [
  "mode",
  "roles",
  "procedures",
  "windows",
  "freezes",
  "environments",
  "override",
  "notify",
  "comments",
] as const;
export type Lockable = (typeof LOCKABLE)[number];

/** `.github/gatehouse.yml`. */
export const ConfigForm = z
  .strictObject({
    version: z
      .literal(1, "This version of Gatehouse reads config version `1`.")
      .default(1)
      .describe("Version of the config's format: `1`."),
    extends: z
      .string()
      .regex(/^[A-Za-z\d][\w-]*\/[\w.-]+$/u, "`extends` names a repository, such as `acme/.github`.")
      .exactOptional()
      .describe("A repository of the same owner whose `.github/gatehouse.yml` this one builds on; one level."),
    mode: Mode.default("enforce").describe(
      "`shadow`: say what would have been blocked, but don't block. Default: `enforce`.",
    ),
    roles: z
      .record(Role, z.array(Member).min(1, "The role has no holders; name at least one login or team."))
      .default({})
      .describe("Who holds each role."),
    procedures: z
      .array(z.union([ReferenceText.transform((use): z.output<typeof Use> => ({ use })), Use]))
      .default([])
      .describe("The procedures that apply here."),
    windows: z.record(z.string(), Window).default({}).describe("Named windows for `window` requirements."),
    freezes: z.array(Freeze).default([]).describe("Times in which nothing passes a `window`."),
    environments: z
      .record(z.string().min(1), Environment)
      .default({})
      .describe("Environments that deployments go to, by name; one that a procedure names need not be listed."),
    override: z
      .strictObject({
        roles: z.array(Role).min(1).describe("Who may open a gate in an emergency."),
        expires: Duration.exactOptional().describe("How long an override lasts. Default: `24h`."),
        second_person: flag.describe("Whether somebody other than the author has to do it. Default: `true`."),
      })
      .exactOptional()
      .describe("Emergencies: who may override a gate, and for how long."),
    notify: z
      .strictObject({ on_block: z.array(Role).min(1).exactOptional().describe("Roles to mention when a gate shuts.") })
      .exactOptional()
      .describe("Who is told of what."),
    comments: z
      .strictObject({
        checklist: flag.describe("Whether boxes are posted for people to tick. Default: `true`."),
        status: flag.describe("Whether the state is posted as a comment besides the check. Default: `true`."),
        issues: flag.describe("Whether linked issues get a comment that sums up. Default: `true`."),
        unenforced: z
          .boolean()
          .exactOptional()
          .describe("Whether the check says so where nothing requires it. Default: `true`."),
      })
      .default({ checklist: true, status: true, issues: true })
      .describe("Which comments Gatehouse writes."),
    locked: z
      .array(z.enum(LOCKABLE))
      .exactOptional()
      .describe(
        "In a config that others build on: keys that they can add to and can't change. The organisation's hold in every repository of the owner.",
      ),
  })
  .describe("How a repository uses Gatehouse: `.github/gatehouse.yml`, read from the base branch.");
export type ConfigForm = z.output<typeof ConfigForm>;
