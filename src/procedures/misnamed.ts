import type { Finding } from "./finding.ts";

/** Where a repository keeps its config, and nowhere else. */
const CONFIG = ".github/gatehouse.yml";

/** Those of the paths that look like the config's, at the root or in `.github`, and are not read. */
export const misnamedConfigs = (paths: Iterable<string>): readonly string[] =>
  [...paths].filter((path) => LOOKS_SO.test(path) && path !== CONFIG).toSorted();

const LOOKS_SO = /^(?:\.github\/)?\.?gatehouse\.(?:ya?ml|json)$/iu;

/** The names that people give it by mistake, as other Apps call theirs. What else looks so may belong to another tool. */
export const LIKELY_MISNAMED: readonly string[] = [
  ".github/gatehouse.yaml",
  ".github/Gatehouse.yml",
  "gatehouse.yml",
  "gatehouse.yaml",
  ".gatehouse.yml",
  ".gatehouse.yaml",
];

/** Nothing would tell a config with a wrong name from none; where there is one besides, it may only be a leftover. */
export const misnamedConfig = (file: string, { hasConfig }: { readonly hasConfig: boolean }): Finding => ({
  code: "config/misnamed",
  severity: hasConfig ? "warning" : "error",
  message: hasConfig
    ? `\`${file}\` is not read: the config is \`${CONFIG}\`, which is there as well. Move into that what is meant, and remove this one.`
    : `\`${file}\` is not read: the config is \`${CONFIG}\`. Rename it, or nothing is enforced.`,
  file,
  line: 1,
  column: 1,
});
