import type { z } from "zod";
import { readBuiltins } from "../../../src/config/builtins.ts";
import { globs } from "../../../src/evidence/patterns.ts";
import { LedgerEntry } from "../../../src/evidence/ledger.ts";
import { Snapshot } from "../../../src/evidence/snapshot.ts";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { needsOf } from "../../../src/evaluation/needs.ts";
import { everyVerdict, type StepVerdict, type Verdict } from "../../../src/evaluation/verdict.ts";
import { assemblePolicy, type ReadDocument } from "../../../src/procedures/assemble.ts";
import { parseConfig, references } from "../../../src/procedures/config.ts";
import type { Policy } from "../../../src/procedures/policy.ts";
import { referenceKey } from "../../../src/procedures/reference.ts";

/** Everything a shipped procedure is judged by, as plain data that a test spoils piece by piece. */
export interface State {
  readonly policy: Policy;
  readonly pull: Partial<z.input<typeof Snapshot>>;
  /** Files at the head, by path; from these come the documents that the procedures ask for. */
  readonly files: Readonly<Record<string, string>>;
  readonly ledger: readonly z.input<typeof LedgerEntry>[];
  readonly now: string;
}

/** A config with the built-in procedures that it names. */
export const policyOf = (config: string): Policy => {
  const parsed = parseConfig(config, "gatehouse.yml");
  if (parsed.config === undefined) throw new Error(JSON.stringify(parsed.findings));
  const builtins = readBuiltins();
  const documents = references(parsed.config).map((reference): [string, ReadDocument] => {
    const id = reference.kind === "builtin" ? reference.id : "";
    const { text, file } = builtins.get(id) ?? { text: undefined, file: id };
    return [referenceKey(reference), text === undefined ? { missing: "no such builtin" } : { text, file }];
  });
  const policy = assemblePolicy({ config: parsed.config, documents: new Map(documents), repository: "acme/shop" });
  return { ...policy, findings: [...parsed.findings, ...policy.findings] };
};

/** The snapshot that GitHub would have given for this state. */
export const snapshotOf = ({ policy, pull, files }: State): Snapshot => {
  const bare = Snapshot.parse({ subject: { repository: "acme/shop", number: 7 }, ...pull, documents: {} });
  const known = { ...bare, documents: documentsFor(parameterFiles(policy), files) };
  const { documents } = needsOf(policy, known);
  return { ...bare, documents: { ...known.documents, ...documentsFor(documents, files) } };
};

const parameterFiles = (policy: Policy): readonly string[] =>
  policy.procedures.flatMap(({ procedure }) =>
    Object.values(procedure.parameters).flatMap((source) => ("file" in source ? [source.file] : [])),
  );

const documentsFor = (paths: readonly string[], files: State["files"]): NonNullable<Snapshot["documents"]> =>
  Object.fromEntries(
    paths.map((path) => [
      path,
      Object.entries(files)
        .filter(([name]) => name === path || globs(path)(name))
        .map(([name, text]) => ({ path: name, text })),
    ]),
  );

export const verdictOf = (state: State): Verdict =>
  evaluate({
    policy: state.policy,
    snapshot: snapshotOf(state),
    ledger: state.ledger.map((entry) => LedgerEntry.parse(entry)),
    now: new Date(state.now),
  });

/** Every step of one procedure, sub-steps and the closing go / no-go of phases included. */
export const stepsIn = (verdict: Verdict, procedure: string): readonly StepVerdict[] =>
  verdict.procedures
    .filter(({ id }) => id === procedure)
    .flatMap(({ phases }) => phases.flatMap(({ steps }) => everyVerdict(steps)));

export const exitIn = (verdict: Verdict, procedure: string): string =>
  verdict.procedures.find(({ id }) => id === procedure)?.exit ?? "not there";

/** The steps that are open now, locked ones left out, as `step: state code`. */
export const openIn = (verdict: Verdict, procedure: string): readonly string[] =>
  stepsIn(verdict, procedure)
    .filter(({ state }) => state === "unmet" || state === "waiting" || state === "error")
    .map(({ id, state, code }) => `${id}: ${state} ${code}`);

/** The state without the ledger's entries of one step, or of one role's sign-offs. */
export const without = (state: State, what: { readonly step?: string; readonly role?: string }): State => ({
  ...state,
  ledger: state.ledger.filter(
    (entry) =>
      !("step" in entry && what.step !== undefined && entry.step === what.step) &&
      !(entry.act === "signoff" && entry.role === what.role),
  ),
});

export const lacking = (state: State, path: string): State => ({
  ...state,
  files: Object.fromEntries(Object.entries(state.files).filter(([name]) => name !== path)),
});

export const replacing = (state: State, path: string, change: readonly [string | RegExp, string]): State => {
  const before = state.files[path];
  if (before === undefined) throw new Error(`there is no ${path}`);
  const after = before.replace(...change);
  if (after === before) throw new Error(`${String(change[0])} is not in ${path}`);
  return { ...state, files: { ...state.files, [path]: after } };
};

export const pulling = (state: State, change: State["pull"]): State => ({
  ...state,
  pull: { ...state.pull, ...change },
});
