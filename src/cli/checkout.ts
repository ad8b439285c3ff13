import { lstat, readdir } from "node:fs/promises";
import { join, posix, resolve, sep } from "node:path";
import type { ReadDocument } from "../procedures/assemble.ts";
import { calendarUses } from "../procedures/calendars.ts";
import { references, type EffectiveConfig } from "../procedures/config.ts";
import { misnamedConfigs } from "../procedures/misnamed.ts";
import { documents, filesIn, kindOf, PROCEDURES, type Files, type TextFile } from "./checkout-documents.ts";
import type { Shell } from "./shell.ts";
import { WrongUse } from "./wrong-use.ts";

/** Where a repository keeps its config. */
export const CONFIG_FILE = ".github/gatehouse.yml";

/** Where procedures are by convention; every document in it is checked, whether the config names it or not. */

/** The Gatehouse files of a folder that holds a repository's files. */
export interface Checkout {
  readonly config: TextFile | undefined;
  readonly procedures: readonly TextFile[];
  /** Names that look like the config's and are not read. */
  readonly misnamed: readonly string[];
  /** The procedures and calendars a config asks for, by `referenceKey`; those of other repositories only from the organisation's checkout. */
  readonly documentsOf: (
    config: EffectiveConfig,
    organisation?: OrganisationCheckout,
  ) => Promise<ReadonlyMap<string, ReadDocument>>;
  /** Whether there is such a file, by its path from the root. */
  readonly exists: (path: string) => Promise<boolean>;
  /** Paths of what lies in a folder itself; none where there is no such folder. */
  readonly namesIn: (folder: string) => Promise<readonly string[]>;
  /** A file's path as seen from where the command was run. */
  readonly shown: (path: string) => string;
}

/** Reads the config and procedures below a folder; throws `WrongUse` when there is nothing to read. */
export const readCheckout = async (dir: string, shell: Shell): Promise<Checkout> => {
  const root = resolve(shell.cwd, dir);
  if ((await kindOf(root)) !== "folder") throw notAFolder(dir, await kindOf(root));
  const home = filesIn(root, dir, shell);
  const { read, exists } = home;
  const config = (await isThere(join(root, CONFIG_FILE))) ? await read(CONFIG_FILE) : undefined;
  const procedures = await Promise.all((await home.procedures()).map(read));
  const misnamed = misnamedConfigs([...(await namesIn(root, "")), ...(await namesIn(root, ".github"))]);
  if (config === undefined && procedures.length === 0 && misnamed.length === 0) throw nothingThere(dir);
  return {
    config,
    procedures,
    misnamed,
    exists,
    namesIn: (folder) => namesIn(root, folder),
    documentsOf: async (adopting, organisation) => {
      const sources = { home, organisation };
      const adopted = await documents(references(adopting), sources);
      const uses = calendarUses({ config: adopting, documents: adopted });
      return new Map([
        ...adopted,
        ...(await documents(
          uses.map(({ reference }) => reference),
          sources,
        )),
      ]);
    },
    shown: (path) => (ELSEWHERE.test(path) ? path : posix.join(dir.split(sep).join("/"), path)),
  };
};

/** `builtin:ID` and `owner/name:path`. */
const ELSEWHERE = /^(?:builtin|[\w-]+\/[\w.-]+):/u;

/** Paths of what lies in a folder itself. */
const namesIn = async (root: string, folder: string): Promise<readonly string[]> =>
  (await readdir(join(root, folder)).catch(() => [])).map((name) => posix.join(folder, name));

/** Whatever it is: a folder, or a link that leads nowhere, is told where it is read. */
const isThere = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

const notAFolder = (dir: string, kind: "file" | "folder" | "nothing"): WrongUse =>
  new WrongUse(
    kind === "file"
      ? `\`${dir}\` is a file; expected the folder of a checkout. To check one procedure, use \`gatehouse parse ${dir}\`.`
      : `There is no folder \`${dir}\`. Check the spelling; paths count from the current folder.`,
  );

const nothingThere = (dir: string): WrongUse =>
  new WrongUse(
    `There is nothing to check in \`${dir}\`: neither \`${CONFIG_FILE}\` nor a document in \`${PROCEDURES}/\`. Name the root of a checkout.`,
  );

/** A checkout of the repository that another one builds on. */
export interface OrganisationCheckout extends Files {
  /** `owner/name`. */
  readonly repository: string;
  readonly config: TextFile;
}

/** Reads the config of the organisation's `.github` repository, or of the one that is extended, from a checkout of it. */
export const readOrganisation = async (
  dir: string,
  repository: string,
  shell: Shell,
): Promise<OrganisationCheckout> => {
  const root = resolve(shell.cwd, dir);
  const kind = await kindOf(root);
  if (kind !== "folder") throw notAFolder(dir, kind);
  const files = filesIn(root, dir, shell);
  if (!(await files.exists(CONFIG_FILE)))
    throw new WrongUse(
      `There is no \`${CONFIG_FILE}\` in \`${dir}\`. Name the root of a checkout of \`${repository}\`.`,
    );
  return { repository, config: await files.read(CONFIG_FILE), ...files };
};
