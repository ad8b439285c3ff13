import type { Config } from "./config.ts";
import type { Source } from "./draft.ts";
import type { Finding } from "./finding.ts";
import type { Predicate } from "./predicates.ts";
import { conditions } from "./conditions.ts";
import type { Rule } from "./rule.ts";
import type { Path, YamlDocument } from "./yaml.ts";

const MESSAGE =
  "An `environment` condition can be judged for a deployment only, which this version does not do: it would block for ever. Remove it, or use another condition.";

/** What is never known blocks whatever rests on it, so it is refused where it is written. */
export const unjudgedEnvironments: Rule = ({ sourced }) =>
  conditions(sourced).flatMap(({ when, source, key }) => environmentsIn(when, [key]).map((path) => told(source, path)));

const told = ({ file, at, yaml }: Source, path: Path): Finding => ({
  code: "procedure/environment-unjudged",
  severity: "error",
  message: MESSAGE,
  file,
  ...(yaml === undefined ? at : yaml.document.locateKey([...yaml.path, ...path])),
});

/** The same in a config: over a procedure, and over what a freeze lets through. */
export const unjudgedInConfig = ({
  config: { procedures, freezes },
  document,
}: {
  readonly config: Config;
  readonly document: YamlDocument;
}): readonly Finding[] =>
  [
    ...procedures.flatMap(({ applies }, index) => environmentsIn(applies, ["procedures", index, "applies"])),
    ...freezes.flatMap(({ exempt }, index) => environmentsIn(exempt, ["freezes", index, "exempt"])),
  ].map((path) => ({
    code: "config/environment-unjudged",
    severity: "error",
    message: MESSAGE,
    file: document.file,
    ...document.locateKey(path),
  }));

/** Where a condition, or one within it, says `environment`. */
const environmentsIn = (predicate: Predicate | undefined, path: Path): readonly Path[] => {
  if (predicate === undefined) return [];
  const { environment, all = [], any = [], not } = predicate;
  return [
    ...(environment === undefined ? [] : [[...path, "environment"]]),
    ...all.flatMap((one, index) => environmentsIn(one, [...path, "all", index])),
    ...any.flatMap((one, index) => environmentsIn(one, [...path, "any", index])),
    ...environmentsIn(not, [...path, "not"]),
  ];
};
