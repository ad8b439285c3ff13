import { IANAZone } from "luxon";
import { z } from "zod";
import { Duration, Role } from "../requirements/settings.ts";
import { Predicate } from "./predicates.ts";
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
  })
  .describe("A procedure with settings of this repository.");

const Timezone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), {
    error: ({ input }) =>
      `\`${String(input)}\` is no time zone; expected an IANA name such as \`Europe/Berlin\` or \`UTC\`.`,
  })
  .describe("IANA time zone, such as `Europe/Berlin`.");

const DAY = "(mon|tue|wed|thu|fri|sat|sun)";
const Days = z
  .string()
  .regex(
    new RegExp(`^${DAY}(-${DAY})?$`, "u"),
    "Days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or a range such as `mon-thu`.",
  );

const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d`;
const Hours = z
  .string()
  .regex(new RegExp(`^${TIME}-(${TIME}|24:00)$`, "u"), 'Hours are two times of the day, such as "09:00-16:00".');

const Window = z
  .strictObject({
    days: z.array(Days).min(1).describe("Days of the week, single or as ranges: `[mon-thu, sat]`."),
    hours: z.union([Hours, z.array(Hours).min(1)]).describe('Times of the day: "09:00-16:00", or a list of such.'),
    timezone: Timezone,
  })
  .describe("Recurring times at which something is allowed.");

const Moment = z.string().refine(isMoment, {
  error: ({ input }) =>
    `\`${String(input)}\` is no date; expected \`2026-12-20\`, or with a time \`2026-12-20T18:00\`.`,
});

const Freeze = z
  .strictObject({
    name: z.string().min(1).describe("What people read when it holds something back."),
    from: Moment.describe("First day, or moment, of the freeze."),
    to: Moment.describe("Last day, or the moment it ends; a day counts as a whole."),
    timezone: Timezone,
    environments: z.array(z.string().min(1)).min(1).exactOptional().describe("Only these environments. Default: all."),
    exempt: Predicate.exactOptional().describe("What the freeze lets through."),
  })
  .refine(({ from, to }) => from.slice(0, to.length) <= to, {
    path: ["to"],
    error: "The freeze ends before it begins; `to` must not be before `from`.",
  })
  .describe("A time in which something is not allowed.");

const flag = z.boolean().default(true);

/** Keys that an organisation's config can lock. */
const LOCKABLE = ["mode", "roles", "procedures", "windows", "freezes", "override", "notify", "comments"] as const;

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
      .describe("A repository of the same owner whose `.github/gatehouse.yml` this one builds on."),
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
      })
      .default({ checklist: true, status: true, issues: true })
      .describe("Which comments Gatehouse writes."),
    locked: z
      .array(z.enum(LOCKABLE))
      .exactOptional()
      .describe("In an organisation's config: keys a repository can't change."),
  })
  .describe("How a repository uses Gatehouse: `.github/gatehouse.yml`, read from the base branch.");
export type ConfigForm = z.output<typeof ConfigForm>;

function isMoment(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/u.test(text)) return false;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const time = new Date(`${text.slice(0, 10)}T${text.slice(11) || "00:00"}Z`);
  return !Number.isNaN(time.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}
