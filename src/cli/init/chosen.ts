import { posix } from "node:path";
import type { InitRequest } from "../commands/init-request.ts";
import { builtinOutlines } from "../procedures/builtin-outlines.ts";
import type { Ask, Mode } from "./ask.ts";
import { FITTED, LEAD, type Choices } from "./choices.ts";
import type { Found } from "./look.ts";
import { holdersOf, holderProblem } from "./roles.ts";

/** What flags say; what they leave open is taken as found. */
export const chosenByFlags = ({ mode, procedure, role }: InitRequest, found: Found): Choices => {
  const lead = found.owners?.everything ?? [];
  const roles = new Map(role);
  if (!roles.has(LEAD) && lead.length > 0 && (procedure ?? FITTED) === FITTED) roles.set(LEAD, lead);
  return { mode: mode ?? "shadow", procedure: pathOf(procedure ?? FITTED), roles };
};

/** A path from the root, however it is typed: in a config `./` would mean the config's folder. */
const pathOf = (procedure: string): string =>
  procedure.startsWith("builtin:") ? procedure : posix.normalize(procedure.replaceAll("\\", "/"));

/** Asks for what flags leave open; undefined when the person gives up. */
export const chosenByPerson = async (request: InitRequest, found: Found, ask: Ask): Promise<Choices | undefined> => {
  const named = request.procedure === undefined ? undefined : pathOf(request.procedure);
  const procedure = named ?? (await ask.select("Which procedure first?", proceduresFor(found)));
  if (procedure === undefined) return undefined;
  const roles = await rolesBy(request, { found, procedure, ask });
  if (roles === undefined) return undefined;
  const mode = request.mode ?? (await ask.select("How does it begin?", MODES));
  return mode === undefined ? undefined : { procedure, roles, mode: isMode(mode) ? mode : "shadow" };
};

const isMode = (text: string): text is Mode => text === "shadow" || text === "enforce";

const MODES = [
  { value: "shadow", label: "In shadow mode", hint: "says what it would hold back, and holds nothing back" },
  { value: "enforce", label: "It enforces at once" },
];

const proceduresFor = ({ checklists }: Found) => [
  { value: FITTED, label: "One fitted to this repository", hint: "made of what was found" },
  ...checklists
    .filter(({ isValid }) => isValid)
    .map(({ path, tasks }) => ({ value: path, label: path, hint: `${tasks} tasks, as it stands` })),
  ...builtinOutlines()
    .filter(({ outline }) => outline.subject === "pull_request")
    .map(({ reference, outline }) => ({ value: reference, label: outline.title, hint: reference })),
];

interface Asking {
  readonly found: Found;
  readonly procedure: string;
  readonly ask: Ask;
}

const rolesBy = async (
  { role }: InitRequest,
  { found, procedure, ask }: Asking,
): Promise<Choices["roles"] | undefined> => {
  const roles = new Map(role);
  const isNeeded = procedure !== FITTED;
  for (const name of rolesFor(procedure).filter((one) => !roles.has(one))) {
    const answer = await ask.text(
      `Who is ${name}? Logins, or teams as @org/team${isNeeded ? "" : "; empty: anybody may approve"}`,
      { initial: (found.owners?.everything ?? []).join(", "), check: (text) => holderProblem(text, { isNeeded }) },
    );
    if (answer === undefined) return undefined;
    const holders = holdersOf(answer);
    if (holders.length > 0) roles.set(name, holders);
  }
  return roles;
};

const rolesFor = (procedure: string): readonly string[] => {
  if (procedure === FITTED) return [LEAD];
  return builtinOutlines().find(({ reference }) => reference === procedure)?.outline.roles ?? [];
};
