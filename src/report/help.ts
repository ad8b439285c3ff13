import { allSteps } from "../evaluation/find-step.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { code, plain } from "../markdown/escape.ts";
import type { Policy } from "../procedures/policy.ts";
import { listed } from "../requirements/wording.ts";
import { COMMANDS, OVERRIDE } from "./commands.ts";
import { fit, fixed, type Part } from "./fit.ts";
import { prose } from "./prose.ts";

/** The answer to `/gate help`: the commands, who may use them here, and the names they take. */
export const help = (verdict: Verdict, policy: Policy): string =>
  fit([fixed(commands(policy)), fixed(rolesOf(policy)), ...stepsPart(verdict)], LIMIT);

const LIMIT = 20_000;

const commands = ({ override }: Policy): string => {
  const roles = override?.roles ?? [];
  const overriders = roles.length === 0 ? "nobody, as the config names no override roles" : listed(roles, "or");
  const rows = Object.values(COMMANDS).map(
    ({ usage, about, who }) => `| ${code(usage)} | ${about} | ${plain(who.replace(OVERRIDE, overriders))} |\n`,
  );
  const second = override?.secondPerson === true ? "An override by the author needs a second person.\n" : "";
  return `| Command | What it does | Who may |\n| :-- | :-- | :-- |\n${rows.join("")}\n${second}`;
};

/** Names stand in code, so that nobody is notified. */
const rolesOf = ({ roles }: Policy): string => {
  const rows = Object.entries(roles).map(
    ([role, people]) => `- ${code(role)}: ${listed(people.map((name) => code(name)))}\n`,
  );
  return rows.length === 0 ? "" : `\nRoles:\n\n${rows.join("")}`;
};

const stepsPart = (verdict: Verdict): readonly Part[] => {
  const steps = allSteps(verdict).filter(({ step }) => step.state !== "not-applicable");
  if (steps.length === 0) return [];
  return [
    {
      before: `\n<details><summary>Steps</summary>\n\n`,
      rows: steps.map(
        ({ step }) =>
          () =>
            `- ${code(step.id)}: ${prose(step.title, 150)}\n`,
      ),
      after: "\n</details>\n",
      more: (left) => `- … and ${left} more\n`,
    },
  ];
};
