import { z } from "zod";
import type { Sourced } from "./build.ts";
import type { EffectiveConfig } from "./config.ts";
import { whereIs, type Source } from "./draft.ts";
import { unlikeListed } from "./environments-alike.ts";
import type { Finding } from "./finding.ts";
import { printed } from "./leaves.ts";
import { didYouMean, oneOf } from "./nearest.ts";
import { NEVER_OPENS, neverOpens } from "./never-opens.ts";
import { listed, quote } from "../requirements/wording.ts";
import { phaseSource } from "./rule.ts";
import { shorten } from "./show.ts";
import { requirements } from "./rules.ts";

/**
 * What a procedure says of its surroundings that comes to nothing there: a window that there is not or that never opens, and an
 * environment that is probably another one misspelt. Only a missing window is an error: an environment need not be listed.
 */
export const namedInVain = (sourced: Sourced, config: EffectiveConfig): readonly Finding[] => {
  const asked = requirements(sourced).flatMap(({ requirement, source }) =>
    printed(requirement).map(({ kind, settings }) => ({ kind, source, settings: settingsOf(settings) })),
  );
  return [
    ...asked.flatMap(({ kind, source, settings }) => (kind === "window" ? windowInVain(settings, source, config) : [])),
    ...[...environmentsOfPhases(sourced), ...asked.flatMap(environmentAsked)].flatMap(({ name, source }) =>
      environmentInVain(name, source, config),
    ),
  ];
};

const Settings = z.object({
  name: z.string().optional(),
  environment: z.string().optional(),
  days: z.array(z.string()).optional(),
  hours: z.array(z.string()).optional(),
  timezone: z.string().optional(),
  not_before_weekend: z.boolean().optional(),
});
type Settings = z.output<typeof Settings>;

/** Of a requirement that has none of these, nothing. */
const settingsOf = (settings: unknown): Settings => {
  const read = Settings.safeParse(settings);
  return read.success ? read.data : {};
};

const windowInVain = (settings: Settings, source: Source, { windows }: EffectiveConfig): readonly Finding[] => {
  const { name, days, hours, timezone, not_before_weekend: isNotBefore = false } = settings;
  const known = Object.keys(windows);
  if (name !== undefined && known.includes(name)) return [];
  if (days === undefined || hours === undefined || timezone === undefined) return unknownWindow(name, source, known);
  if (!neverOpens({ days, hours, timezone, not_before_weekend: isNotBefore })) return [];
  return [told("window-never-opens", NEVER_OPENS, { source, word: timezone })];
};

/** As with a role that there is not: the step could never be done. */
const unknownWindow = (name: string | undefined, source: Source, known: readonly string[]): readonly Finding[] => {
  if (name === undefined && known.length === 1) return [];
  const message = name === undefined ? whichWindow(known) : noWindow(name, known);
  return [{ ...told("unknown-window", message, { source, word: name }), severity: "error" }];
};

const whichWindow = (known: readonly string[]): string => {
  const [first] = known;
  const asks = "The step asks for the config's only window";
  return first === undefined
    ? `${asks}, and the config has none, so the step can never be done. Add one to the config: ${written("production")}.`
    : `${asks}, and the config has ${listed(known.map(quote))}, so the step can never be done. Name one: \`window: ${first}\`.`;
};

const noWindow = (name: string, known: readonly string[]): string => {
  const others = didYouMean(name, known);
  const remedy = others === "" ? remedyFor(known) : `${others} Otherwise add it to the config`;
  return `The window \`${shorten(name)}\` is not defined, so the step can never be done.${remedy}: ${written(shorten(name))}.`;
};

const remedyFor = (known: readonly string[]): string =>
  known.length === 0 ? " Add it to the config" : ` Name ${oneOf(known)}, or add it to the config`;

const written = (name: string): string =>
  `\`windows: { ${/^[A-Za-z][\w-]*$/u.test(name) ? name : JSON.stringify(name)}: { days: [mon-thu], hours: "09:00-16:00", timezone: Europe/Berlin } }\``;

interface Named {
  readonly name: string;
  readonly source: Source;
}

const environmentsOfPhases = (sourced: Sourced): readonly Named[] =>
  sourced.procedure.phases.flatMap(({ id, environments, starts }) =>
    [...environments, ...(starts === undefined ? [] : [starts.deployed])].map((name) => ({
      name,
      source: phaseSource(sourced, id),
    })),
  );

const environmentAsked = ({
  settings,
  source,
}: {
  readonly settings: Settings;
  readonly source: Source;
}): readonly Named[] => (settings.environment === undefined ? [] : [{ name: settings.environment, source }]);

const environmentInVain = (name: string, source: Source, config: EffectiveConfig): readonly Finding[] => {
  const message = unlikeListed(name, Object.keys(config.environments));
  return message === undefined ? [] : [told("environment-alike", message, { source, word: name })];
};

const told = (
  code: string,
  message: string,
  { source, word }: { source: Source; word: string | undefined },
): Finding => ({
  code: `procedure/${code}`,
  severity: "warning",
  message,
  file: source.file,
  ...(word === undefined ? source.at : whereIs(source, (scalar) => scalar === word)),
});
