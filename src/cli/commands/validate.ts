import { basename, join, resolve } from "node:path";
import { assemblePolicy } from "../../procedures/assemble.ts";
import { parseConfig, type Config } from "../../procedures/config.ts";
import { isSound, type Finding } from "../../procedures/finding.ts";
import { launchWords } from "../../procedures/launch-words.ts";
import { misnamedConfig } from "../../procedures/misnamed.ts";
import { composed } from "../../procedures/organisation.ts";
import { parseProcedure } from "../../procedures/parse.ts";
import type { Policy } from "../../procedures/policy.ts";
import { isOrganisation } from "../../procedures/reference.ts";
import { sinceAhead } from "../../procedures/since-ahead.ts";
import type { Format, Reply, ValidateAnswer } from "../answers.ts";
import { CONFIG_FILE, readCheckout, readOrganisation, type Checkout, type OrganisationCheckout } from "../checkout.ts";
import type { TextFile } from "../checkout-documents.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";
import { missingTemplates } from "./missing-templates.ts";
import { mayBeElsewhere, organisationOf, unread } from "./unread.ts";

export interface ValidateRequest {
  /** Root of the checkout. */
  readonly dir: string;
  /** Root of a checkout of the owner's `.github` repository, or of the one that the config extends. */
  readonly organisation?: string | undefined;
  /** Whether what is only warned of counts as an error. */
  readonly strict?: boolean | undefined;
}

/** `gatehouse validate [DIR]`: config and procedures of a checkout, as the App would read them from its base branch. */
export const validate = async (
  { dir, organisation, strict = false }: ValidateRequest,
  format: Format,
  shell: Shell,
): Promise<Reply> => {
  const checkout = await readCheckout(dir, shell);
  refuseInnerFolder(dir, checkout, shell);
  const own = withDays(ownConfig(checkout), shell);
  const base =
    organisation === undefined ? undefined : await readOrganisation(organisation, organisationOf(own?.config), shell);
  const told = strict ? strictly : asIs;
  const answer = answerOf(checkout, await judgeConfig(checkout, { own, base, told }), told);
  return { text: format.validated(answer), exit: answer.valid ? EXIT.yes : EXIT.no };
};

/** The folder `.github` itself: its config would be taken for one with a wrong name. An organisation's repository of that name has a folder `.github` within. */
const refuseInnerFolder = (dir: string, { config, misnamed }: Checkout, { cwd }: Shell): void => {
  if (config !== undefined || !misnamed.includes("gatehouse.yml") || basename(resolve(cwd, dir)) !== ".github") return;
  throw new WrongUse(
    `\`${dir}\` is the folder of the config, and what is checked is the repository around it. Name the parent folder: \`gatehouse validate ${join(dir, "..")}\`.`,
  );
};

/** How a finding counts. */
type Told = (finding: Finding) => Finding;

const asIs: Told = (finding) => finding;

const strictly: Told = (finding) => ({ ...finding, severity: "error" });

interface Judged {
  readonly policy?: Policy;
  /** Paths of the documents that were judged as part of the config. */
  readonly read: readonly string[];
  /** What is in other repositories and was not read. */
  readonly unchecked: readonly string[];
  readonly findings: readonly Finding[];
}

const answerOf = (checkout: Checkout, { policy, read, unchecked, findings }: Judged, told: Told): ValidateAnswer => {
  const others = checkout.procedures.filter(({ path }) => !read.includes(path));
  const hasConfig = checkout.config !== undefined;
  const strays = checkout.misnamed.map((file) => misnamedConfig(file, { hasConfig }));
  const every = inOrder([...strays.map(told), ...findings, ...others.flatMap(judgedAlone).map(told)]);
  const config = checkout.config === undefined ? [] : [checkout.config.path];
  const adopted = policy?.procedures ?? [];
  return {
    valid: isSound(every),
    files: [...config, ...read, ...others.map(({ path }) => path)].map(checkout.shown),
    procedures: adopted.map(({ procedure, source: { reference } }) => {
      const { id, title } = procedure;
      const does = launchWords(procedure);
      return { reference, id, title, ...(does === undefined ? {} : { does }) };
    }),
    unchecked,
    findings: every.map((finding) => ({ ...finding, file: checkout.shown(finding.file) })),
  };
};

/** File by file as they were judged, and within a file line by line. */
const inOrder = (findings: readonly Finding[]): readonly Finding[] => {
  const files = [...new Set(findings.map(({ file }) => file))];
  return files.flatMap((name) =>
    findings
      .filter(({ file }) => file === name)
      .toSorted((one, other) => one.line - other.line || one.column - other.column),
  );
};

const judgedAlone = ({ path, text }: TextFile): readonly Finding[] => parseProcedure(text, path).findings;

type Parsed = ReturnType<typeof parseConfig>;

const ownConfig = ({ config: file }: Checkout): Parsed | undefined =>
  file === undefined ? undefined : parseConfig(file.text, file.path);

/** What is amiss today and may be right tomorrow, which a policy that is kept does not say. */
const withDays = (parsed: Parsed | undefined, { now }: Shell): Parsed | undefined =>
  parsed?.config === undefined
    ? parsed
    : { ...parsed, findings: [...parsed.findings, ...sinceAhead(parsed.config, now())] };

/** What this checkout can't tell stays a warning, however strictly the rest counts: nothing in it could be mended. */
const judgeConfig = async (checkout: Checkout, { own, base, told }: Configs): Promise<Judged> => {
  if (own === undefined && base === undefined)
    return { read: [], unchecked: [], findings: noConfig(checkout.misnamed).map(told) };
  const organisation = base === undefined ? undefined : baseConfig(base);
  const parsed = [own, organisation].flatMap((one) => one ?? []);
  const findings = parsed.flatMap((one) => one.findings);
  const files = base === undefined ? [] : [`${base.repository}:${CONFIG_FILE}`];
  if (parsed.some(({ config }) => config === undefined))
    return { read: files, unchecked: [], findings: findings.map(told) };
  const whole = composed({ own: own?.config, ...layerOf(organisation?.config) });
  const { config, ...missed } = unread(whole.config, own?.config, base?.repository);
  const documents = await checkout.documentsOf(config, base);
  const policy = assemblePolicy({ config, documents });
  const judged = [
    ...findings,
    ...whole.findings,
    ...policy.findings,
    ...(own === undefined ? [] : await missingTemplates(policy, checkout)),
  ];
  return {
    policy,
    read: [...files, ...[...documents.values()].flatMap((document) => ("file" in document ? [document.file] : []))],
    unchecked: missed.unchecked,
    findings: [...missed.findings, ...judged.map(told).map(hintOf(missed.unchecked, base))],
  };
};

interface Configs {
  readonly own: Parsed | undefined;
  readonly base: OrganisationCheckout | undefined;
  readonly told: Told;
}

const hintOf = (unchecked: readonly string[], base: OrganisationCheckout | undefined): ((one: Finding) => Finding) => {
  if (unchecked.length > 0) return mayBeElsewhere;
  return base === undefined ? mayBeOrganisations : (finding) => finding;
};

/** A role or a window may be the organisation's, which holds also for a config that does not say `extends`. */
const mayBeOrganisations = (finding: Finding): Finding =>
  /\/unknown-(?:role|window)$/u.test(finding.code)
    ? {
        ...finding,
        message: `${finding.message} If the organisation's config defines it, name a checkout of that with \`--organisation FOLDER\`.`,
      }
    : finding;

/** What the organisation's config is told about itself alone is said where it is validated. */
const baseConfig = ({ repository, config: { text } }: OrganisationCheckout): Parsed => {
  const { config, findings } = parseConfig(text, `${repository}:${CONFIG_FILE}`, { repository });
  const errors = findings.filter(({ severity }) => severity === "error");
  return config === undefined ? { findings: errors } : { config, findings: errors };
};

const layerOf = (config: Config | undefined): { readonly extended?: Config; readonly organisation?: Config } => {
  if (config === undefined) return {};
  return isOrganisation(config.repository ?? "") ? { organisation: config } : { extended: config };
};

/** What a config that there is not would have said. */
const noConfig = (misnamedFiles: readonly string[]): readonly Finding[] =>
  misnamedFiles.length > 0
    ? []
    : [{ code: "config/none", severity: "warning", message: NO_CONFIG, file: CONFIG_FILE, line: 1, column: 1 }];

const NO_CONFIG = `There is no \`${CONFIG_FILE}\`, so none of these procedures is enforced here. Add one that names them under \`procedures\`.`;
