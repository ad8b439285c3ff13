import { concernsOf } from "./concerns.ts";
import type { Concern, Enforced, RepositorySettings } from "./settings.ts";

/** How far a repository's settings make people and workflows pass the gate, as the App itself can tell. */
export interface Enforcement {
  /** The branch that was looked at. */
  readonly branch: string;
  /** Whether nothing merges into it without our check; undefined where that could not be determined. */
  readonly isRequired: boolean | undefined;
  /** Environments that the policy names, and whether our rule is on there. */
  readonly environments: readonly { readonly name: string; readonly isProtected: boolean | undefined }[];
  /** Ways round the gate and what could not be told, the worst first. */
  readonly concerns: readonly Concern[];
}

/**
 * Puts together what the App may read and what GitHub says of our check on a pull request, `isRequired`, which counts classic protection as well: that
 * itself only administrators may read.
 */
export const enforcementOf = (
  settings: RepositorySettings,
  enforced: Enforced,
  isRequired: boolean | undefined,
): Enforcement => {
  const isDemanded = settings.demands.some(({ checks }) => checks.some(({ name }) => name === enforced.check));
  const known = isDemanded ? true : settings.isClassicRead ? false : isRequired;
  const isClassicRead = settings.isClassicRead || known === false;
  const concerns = concernsOf({ ...settings, isClassicRead }, enforced)
    .filter(({ code }) => !(known === true && code === "check-not-required"))
    .map(forTheApp);
  return { branch: settings.branch, isRequired: known, environments: environmentsIn(settings, enforced), concerns };
};

/** What is to be done about what the App can't see is told by who can. */
const forTheApp = (concern: Concern): Concern =>
  concern.severity === "unknown"
    ? {
        ...concern,
        says: concern.says.replace("with this token", "by Gatehouse"),
        remedy: "`gatehouse doctor`, run by an administrator, tells.",
      }
    : concern;

const environmentsIn = (
  { environments }: RepositorySettings,
  { environments: named, appId }: Enforced,
): Enforcement["environments"] =>
  named.map((name) => {
    const found = environments?.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const isOn = found?.apps.some(({ id }) => appId === undefined || id === appId) ?? false;
    return { name, isProtected: environments === undefined ? undefined : isOn };
  });
