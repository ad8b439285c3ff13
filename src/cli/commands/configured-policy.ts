import { dirname, join, resolve } from "node:path";
import { assemblePolicy, type ReadDocument } from "../../procedures/assemble.ts";
import { calendarUses } from "../../procedures/calendars.ts";
import { parseConfig, type Config, type EffectiveConfig, type Use } from "../../procedures/config.ts";
import type { Finding } from "../../procedures/finding.ts";
import { composed } from "../../procedures/organisation.ts";
import { NO_POLICY, type Policy } from "../../procedures/policy.ts";
import { parseReference, referenceKey, type Reference } from "../../procedures/reference.ts";
import { CONFIG_FILE } from "../checkout.ts";
import { readDocuments } from "../checkout-documents.ts";
import type { NamedProcedure } from "../read-procedure-text.ts";
import { readText } from "../read-text.ts";
import type { Shell } from "../shell.ts";
import { mayBeElsewhere } from "./unread.ts";

/** A config file, and the one procedure that is to be judged by it. */
interface Configured {
  readonly config: string;
  readonly document: NamedProcedure;
}

/**
 * The policy of a config as if it adopted this procedure and no other: with its roles, windows, freezes, environments and mode, and with
 * what its own line on the procedure says. Throws `WrongUse` where the file can't be read.
 */
export const configuredPolicy = async ({ config: file, document }: Configured, shell: Shell): Promise<Policy> => {
  const parsed = parseConfig(await readText(file, shell, `a config, such as \`${CONFIG_FILE}\``), file);
  if (parsed.config === undefined) return { ...NO_POLICY, findings: parsed.findings };
  const own = parsed.config;
  const whole = composed({ own });
  const root = rootOf(file);
  const adopted = adoptedAs(document, { own, root, cwd: shell.cwd });
  const config: EffectiveConfig = { ...whole.config, procedures: [adopted.use] };
  const documents = await documentsOf(config, { document, root, shell });
  const policy = assemblePolicy({ config, documents });
  const findings = [...parsed.findings, ...whole.findings, ...policy.findings].filter(
    ({ code }) => !OF_OTHERS.has(code),
  );
  const elsewhere = own.extends === undefined ? [] : [notRead(own, own.extends)];
  return {
    ...policy,
    mode: onTrial(policy) ? "shadow" : policy.mode,
    findings: [
      ...elsewhere,
      ...adopted.findings,
      ...(elsewhere.length === 0 ? findings : findings.map(mayBeElsewhere)),
    ],
  };
};

/** Where the one procedure is on trial, the gates tell what it would hold: else nothing would ever be said to be left. */
const onTrial = ({ procedures }: Policy): boolean => procedures.every(({ mode }) => mode === "shadow");

/** Other procedures are not judged here, so that nothing can be said of them. */
const OF_OTHERS: ReadonlySet<string> = new Set(["config/no-procedures", "procedure/unknown-procedure"]);

/** Of a config in `.github/` the checkout around it, of another its own folder. */
const rootOf = (file: string): string => {
  const folder = dirname(file);
  return folder === ".github" || /[/\\]\.github$/u.test(folder) ? join(folder, "..") : folder;
};

interface Home {
  readonly own: Config;
  readonly root: string;
  readonly cwd: string;
}

/** The config's own line on the procedure, or one that it might have. */
const adoptedAs = (
  { file, builtin }: NamedProcedure,
  { own, root, cwd }: Home,
): { readonly use: Use; readonly findings: readonly Finding[] } => {
  const isMeant = ({ reference }: Use): boolean =>
    builtin === undefined
      ? reference.kind === "path" && resolve(cwd, root, reference.path) === resolve(cwd, file)
      : referenceKey(reference) === builtin;
  const use = own.procedures.find(isMeant);
  if (use !== undefined) return { use, findings: [] };
  const at = own.valueAt(["procedures"]);
  return {
    use: { reference: referenceTo(file, builtin), written: builtin ?? file, file: own.file, at },
    findings: own.procedures.length === 0 ? [] : [notAdopted(builtin ?? file, { file: own.file, ...at })],
  };
};

const referenceTo = (file: string, builtin: string | undefined): Reference => {
  const parsed = builtin === undefined ? undefined : parseReference(builtin);
  return parsed?.ok === true ? parsed.reference : { kind: "path", path: file };
};

const notAdopted = (named: string, place: Pick<Finding, "file" | "line" | "column">): Finding => ({
  code: "config/not-adopted",
  severity: "warning",
  message: `\`${named}\` is not among the \`procedures\` of this config, so it holds nothing back yet. It is judged here as if it were.`,
  ...place,
});

const notRead = (own: Config, repository: string): Finding => ({
  code: "config/not-read",
  severity: "warning",
  message: `The config of \`${repository}\` was not read, so what it defines does not count here. \`gatehouse validate --organisation FOLDER\` checks both together.`,
  file: own.file,
  ...own.valueAt(["extends"]),
});

interface Around {
  readonly document: NamedProcedure;
  readonly root: string;
  readonly shell: Shell;
}

/** The procedure as it was given, and the calendars that it and the config name. */
const documentsOf = async (
  config: EffectiveConfig,
  { document: { text, file }, root, shell }: Around,
): Promise<ReadonlyMap<string, ReadDocument>> => {
  const given = config.procedures.map(({ reference }): [string, ReadDocument] => [
    referenceKey(reference),
    { text, file },
  ]);
  const calendars = calendarUses({ config, documents: new Map(given) }).map(({ reference }) => reference);
  return new Map([...(await readDocuments(calendars, root, shell)), ...given]);
};
