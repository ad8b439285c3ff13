import { isCalendarPath, type Window } from "../evidence/schedule.ts";
import { ConfigForm } from "./config-schema.ts";
import { CONFIG_RULES } from "./config-rules.ts";
import type { Finding } from "./finding.ts";
import type { Procedure } from "./model.ts";
import type { Position } from "./position.ts";
import type { Predicate } from "./predicates.ts";
import { referenceKey, shownReference, type Reference } from "./reference.ts";
import { validate } from "./validate.ts";
import { readYaml, type Path, type YamlDocument } from "./yaml.ts";

/** One line under `procedures`. */
export interface Use {
  readonly reference: Reference;
  /** As it is written in the config, for messages. */
  readonly written: string;
  /** Takes the place of the document's own condition. */
  readonly applies?: Predicate;
  readonly mode?: "enforce" | "shadow";
  /** Take the place of the document's own, by name. */
  readonly parameters?: Procedure["parameters"];
  /** The config that holds the line. */
  readonly file: string;
  readonly at: Position;
}

/** A calendar that a window names, and where that is written. */
export interface CalendarUse {
  /** Never `builtin`. */
  readonly reference: Reference;
  /** As people read it. */
  readonly written: string;
  readonly file: string;
  readonly at: Position;
}

/** A named window; its `holidays` are days only. */
export interface ConfigWindow extends Window {
  readonly calendars: readonly CalendarUse[];
}

/** A config that could be read. */
export interface Config extends Omit<ConfigForm, "procedures" | "windows"> {
  readonly file: string;
  /** `owner/name` of the repository it is in, where that is known. */
  readonly repository?: string;
  readonly procedures: readonly Use[];
  readonly windows: Readonly<Record<string, ConfigWindow>>;
  /** The keys that are written; the others have their defaults. */
  readonly given: readonly string[];
  /** Where a key is written. */
  readonly keyAt: (path: Path) => Position;
  /** Where a value begins. */
  readonly valueAt: (path: Path) => Position;
}

/** What holds in a repository, whichever configs it comes from. */
export type EffectiveConfig = Pick<
  Config,
  "roles" | "mode" | "comments" | "windows" | "freezes" | "environments" | "override" | "notify" | "procedures"
>;

export interface ParsedConfig {
  readonly config?: Config;
  readonly findings: readonly Finding[];
}

/**
 * Reads `.github/gatehouse.yml`. `repository` is `owner/name`, by which references to other owners are told. What a config lacks
 * may come from the one it builds on, so `composed` judges that.
 */
export const parseConfig = (text: string, file: string, where: { readonly repository?: string } = {}): ParsedConfig => {
  const document = readYaml(text, { file });
  if (!document.ok) return { findings: document.findings };
  const validated = validate(ConfigForm, document, { area: "config", value: document.value ?? {} });
  if (!validated.ok) return { findings: validated.findings };
  const config = withPlaces(validated.value, document, where);
  return { config, findings: CONFIG_RULES.flatMap((rule) => rule({ config, document, ...where })) };
};

/** The documents a config asks for, each once. */
export const references = (config: Pick<Config, "procedures">): readonly Reference[] => [
  ...new Map(config.procedures.map(({ reference }) => [referenceKey(reference), reference])).values(),
];

const withPlaces = (
  form: ConfigForm,
  document: YamlDocument,
  { repository }: { readonly repository?: string },
): Config => ({
  ...form,
  file: document.file,
  ...(repository === undefined ? {} : { repository }),
  given: Object.keys(document.value ?? {}),
  keyAt: document.locateKey,
  valueAt: document.locate,
  windows: Object.fromEntries(
    Object.entries(form.windows).map(([name, window]) => [name, withCalendars(window, name, document)]),
  ),
  procedures: form.procedures.map(({ use, ...rest }, index) => ({
    ...rest,
    reference: use,
    written:
      document.written(["procedures", index]) ?? document.written(["procedures", index, "use"]) ?? shownReference(use),
    file: document.file,
    at: document.locate(["procedures", index]),
  })),
});

const withCalendars = (window: Window, name: string, document: YamlDocument): ConfigWindow => ({
  ...window,
  holidays: window.holidays.filter((holiday) => !isCalendarPath(holiday)),
  calendars: window.holidays.flatMap((path, index): readonly CalendarUse[] =>
    isCalendarPath(path)
      ? [
          {
            reference: { kind: "path", path },
            written: path,
            file: document.file,
            at: document.locate(["windows", name, "holidays", index]),
          },
        ]
      : [],
  ),
});
