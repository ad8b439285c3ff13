import type { Concern, Demand, Enforced, RepositorySettings } from "./settings.ts";

/** How a merge gets past the check: it is not required, comes from elsewhere, or somebody may bypass it. */
export const mergeConcerns = (settings: RepositorySettings, enforced: Enforced): readonly Concern[] => {
  const { branch, demands, isClassicRead } = settings;
  const { check } = enforced;
  const asking = demands.filter(({ checks }) => checks.some(({ name }) => name === check));
  const unread: readonly Concern[] = isClassicRead
    ? []
    : [
        {
          severity: "unknown",
          code: "classic-unread",
          says: `Classic protection of \`${branch}\` can't be read with this token.`,
          remedy: "Run this with a token of an administrator.",
        },
      ];
  if (asking.length > 0) return [...asking.flatMap((demand) => demandConcerns(demand, enforced)), ...unread];
  return [
    {
      severity: isClassicRead ? "error" : "unknown",
      code: "check-not-required",
      says: `${isClassicRead ? "No ruleset and no protection" : "No ruleset"} requires the check \`${check}\` on \`${branch}\`: pull requests merge whatever it says.`,
      remedy: `Require the check \`${check}\` in a ruleset for \`${branch}\`, with the App as its source.`,
    },
    ...unread,
  ];
};

const demandConcerns = (demand: Demand, { check, appId }: Enforced): readonly Concern[] => {
  const where = demand.kind === "ruleset" ? `The ruleset \`${demand.name}\`` : `The protection of \`${demand.name}\``;
  const sources = demand.checks.filter(({ name }) => name === check).map(({ app }) => app);
  const concerns: Concern[] = [];
  if (sources.includes(null))
    concerns.push({
      severity: "warning",
      code: "check-from-anyone",
      says: `${where} takes \`${check}\` from any source: whoever can write to the repository can make it green.`,
      remedy: "Choose the App as the source of the check.",
    });
  const strangers = sources.filter((app) => app !== null && appId !== undefined && app !== appId);
  if (strangers.length > 0)
    concerns.push({
      severity: "error",
      code: "check-from-another",
      says: `${where} wants \`${check}\` from another App (id ${strangers.join(", ")}): it never comes, or comes from somebody else.`,
      remedy: "Choose this App as the source of the check.",
    });
  return [...concerns, ...bypassConcerns(demand, where)];
};

const bypassConcerns = ({ bypass }: Demand, where: string): readonly Concern[] => {
  if (bypass === undefined)
    return [
      {
        severity: "unknown",
        code: "bypass-unread",
        says: `Who may bypass can't be read with this token. ${where} may have a bypass list.`,
        remedy: "Run this with a token of an administrator.",
      },
    ];
  if (bypass.length === 0) return [];
  return [
    {
      severity: "warning",
      code: "bypass",
      says: `${where} lets these merge all the same: ${bypass.join(", ")}.`,
      remedy: "Empty the bypass list; `/gate override` opens the gate with a reason and a record.",
    },
  ];
};
