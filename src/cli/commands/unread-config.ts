import { access } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { stepsOf } from "../../evaluation/judge-phase.ts";
import { everyVerdict, type Verdict } from "../../evaluation/verdict.ts";
import type { Finding } from "../../procedures/finding.ts";
import { printed } from "../../procedures/leaves.ts";
import { everyStep, type Procedure } from "../../procedures/model.ts";
import { CONFIG_FILE } from "../checkout.ts";
import type { NamedProcedure } from "../read-procedure-text.ts";
import type { Shell } from "../shell.ts";

interface Judged extends NamedProcedure {
  readonly procedure: Procedure | undefined;
  readonly verdict: Verdict;
  /** Names of the roles that the snapshot file tells the holders of. */
  readonly roles: readonly string[];
}

/**
 * A warning where the repository around a procedure has a config that would have a say and that was not named: a verdict follows from the
 * files of the command only, and never quietly leaves out what its author may count on.
 */
export const unreadConfig = async (judged: Judged, { cwd }: Pick<Shell, "cwd">): Promise<readonly Finding[]> => {
  const about = judged.procedure === undefined ? [] : settledByConfig(judged.procedure, judged);
  if (about.length === 0) return [];
  const found = await configAround(judged.builtin === undefined ? dirname(resolve(cwd, judged.file)) : cwd);
  if (found === undefined) return [];
  const file = relative(cwd, found).replaceAll("\\", "/");
  const message = `This config was not read, and ${about.join(" and ")} may be judged otherwise by it. Add \`--config ${file}\` to judge by it.`;
  return [{ code: "config/not-read", severity: "warning", message, file, line: 1, column: 1 }];
};

/** Of what applies, and so was judged. */
const settledByConfig = (
  { phases }: Procedure,
  { verdict, roles }: Pick<Judged, "verdict" | "roles">,
): readonly string[] => {
  const judged = verdict.procedures.flatMap((one) => one.phases.flatMap(({ steps }) => everyVerdict(steps)));
  const ids = new Set(judged.filter(({ state }) => state !== "not-applicable").map(({ id }) => id));
  const requirements = phases
    .flatMap((phase) => everyStep(stepsOf(phase)))
    .flatMap(({ id, require }) => (ids.has(id) ? [require] : []));
  const hasWindow = requirements.flatMap(printed).some(({ kind }) => kind === "window");
  const unknown = [...new Set(requirements.flatMap((one) => one.needs().roles))].filter(
    (role) => !roles.includes(role),
  );
  return [
    ...(hasWindow ? ["the step that asks for a window"] : []),
    ...unknown.map((role) => `what asks for the role \`${role}\``),
  ];
};

/** The config of the repository that a folder lies in; looked for no further than its root. */
const configAround = async (folder: string): Promise<string | undefined> => {
  const config = join(folder, CONFIG_FILE);
  if (await isThere(config)) return config;
  const above = dirname(folder);
  return above === folder || (await isThere(join(folder, ".git"))) ? undefined : configAround(above);
};

const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
