import { assemblePolicy } from "../../procedures/assemble.ts";
import { composed } from "../../procedures/organisation.ts";
import { parseConfig, type Config } from "../../procedures/config.ts";
import { isSound, type Finding } from "../../procedures/finding.ts";
import { parseProcedure } from "../../procedures/parse.ts";
import type { Policy } from "../../procedures/policy.ts";
import type { Format, Reply, ValidateAnswer } from "../answers.ts";
import { CONFIG_FILE, readCheckout, type Checkout } from "../checkout.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../shell.ts";

export interface ValidateRequest {
  /** Root of the checkout. */
  readonly dir: string;
}

/** `gatehouse validate [DIR]`: config and procedures of a checkout, as the App would read them from its base branch. */
export const validate = async ({ dir }: ValidateRequest, format: Format, shell: Shell): Promise<Reply> => {
  const checkout = await readCheckout(dir, shell);
  const answer = answerOf(checkout, await judgeConfig(checkout));
  return { text: format.validated(answer), exit: answer.valid ? EXIT.yes : EXIT.no };
};

interface Judged {
  readonly policy?: Policy;
  /** Paths of the documents that were judged as part of the config. */
  readonly read: readonly string[];
  /** References into other repositories. */
  readonly unchecked: readonly string[];
  readonly findings: readonly Finding[];
}

const answerOf = (checkout: Checkout, { policy, read, unchecked, findings }: Judged): ValidateAnswer => {
  const others = checkout.procedures.filter(({ path }) => !read.includes(path));
  const every = [...findings, ...others.flatMap(({ path, text }) => parseProcedure(text, path).findings)];
  const config = checkout.config === undefined ? [] : [checkout.config.path];
  const adopted = policy?.procedures ?? [];
  return {
    valid: isSound(every),
    files: [...config, ...read, ...others.map(({ path }) => path)].map(checkout.shown),
    procedures: adopted.map(({ procedure: { id, title }, source: { reference } }) => ({ reference, id, title })),
    unchecked,
    findings: every.map((finding) => ({ ...finding, file: checkout.shown(finding.file) })),
  };
};

const judgeConfig = async (checkout: Checkout): Promise<Judged> => {
  const { config: file, misnamed } = checkout;
  if (file === undefined) return { read: [], unchecked: [], findings: noConfig(misnamed) };
  const { config, findings } = parseConfig(file.text, file.path);
  if (config === undefined) return { read: [], unchecked: [], findings };
  const whole = composed({ own: config });
  const documents = await checkout.documentsOf(config);
  const policy = assemblePolicy({ config: whole.config, documents });
  const read = [...documents.values()].flatMap((document) => ("file" in document ? [document.file] : []));
  return { policy, read, unchecked: elsewhere(config), findings: [...findings, ...whole.findings, ...policy.findings] };
};

const elsewhere = ({ procedures }: Config): readonly string[] =>
  procedures.filter(({ reference }) => reference.kind === "elsewhere").map(({ written }) => written);

const noConfig = (misnamed: readonly string[]): readonly Finding[] => {
  const at = { line: 1, column: 1 };
  if (misnamed.length === 0)
    return [{ code: "config/none", severity: "warning", message: NO_CONFIG, file: CONFIG_FILE, ...at }];
  return misnamed.map((file) => ({
    code: "config/misnamed",
    severity: "error",
    message: misnaming(file),
    file,
    ...at,
  }));
};

const NO_CONFIG = `There is no \`${CONFIG_FILE}\`, so none of these procedures is enforced here. Add one that names them under \`procedures\`.`;

const misnaming = (file: string): string =>
  `\`${file}\` is not read: the config is \`${CONFIG_FILE}\`. Rename it, or nothing is enforced.`;
