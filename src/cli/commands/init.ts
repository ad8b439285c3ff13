import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix, resolve, sep } from "node:path";
import type { Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { render, styled, type Line } from "../formats/lines.ts";
import type { Ask } from "../init/ask.ts";
import { chosenByFlags, chosenByPerson } from "../init/chosen.ts";
import { foundWords, nextWords } from "../init/explained.ts";
import { lookAt } from "../init/look.ts";
import { planOf, type Plan } from "../init/plan.ts";
import { treeOf, type Tree } from "../init/tree.ts";
import type { InitDocument } from "../json/init.ts";
import { assertOwnFile } from "../own-file.ts";
import type { Shell } from "../shell.ts";
import { unwritable } from "../unusable-file.ts";
import { WrongUse } from "../wrong-use.ts";
import type { InitRequest } from "./init-request.ts";

/** `gatehouse init`: writes config and a first procedure, fitted to what a repository has. */
export const init = async (request: InitRequest, shell: Shell): Promise<Reply> => {
  const root = resolve(shell.cwd, request.path);
  const tree = await treeOf(root, request.path);
  const found = lookAt(tree);
  const ask = request.yes ? undefined : await asking(shell);
  const choices = ask === undefined ? chosenByFlags(request, found) : await chosenByPerson(request, found, ask);
  if (choices === undefined) return GIVEN_UP;
  const plan = planOf({ tree, found, choices });
  await assertFree(plan, { tree, root, request });
  if (ask !== undefined && !(await isAgreed(ask, plan))) return GIVEN_UP;
  if (!request.dryRun) for (const file of plan.files) await write(join(root, file.path), file.text);
  const document: InitDocument = {
    written: !request.dryRun,
    files: plan.files.map(({ path, text }) => ({ path: shownPath(request.path, path), text })),
    found: [...foundWords(found)],
    decisions: [...plan.decisions],
    next: [...nextWords({ mode: choices.mode, procedure: choices.procedure, path: request.path })],
  };
  return { text: FORMATS[request.format](document, shell), exit: EXIT.yes };
};

const GIVEN_UP: Reply = { text: "Nothing was written.\n", exit: EXIT.interrupted };

const asking = async ({ ask }: Shell): Promise<Ask> => {
  if (ask !== undefined) return ask();
  throw new WrongUse(
    "There is no terminal to ask on. Add `--yes` to take what is found, with `--procedure`, `--role` and `--mode` for what you want otherwise.",
  );
};

const isAgreed = async (ask: Ask, { files, decisions }: Plan): Promise<boolean> => {
  ask.note("What was decided", decisions);
  for (const { path, text } of files) ask.note(path, text.trimEnd().split("\n"));
  return (await ask.confirm(`Write ${files.map(({ path }) => path).join(" and ")}?`)) === true;
};

interface Writing {
  readonly tree: Tree;
  readonly root: string;
  readonly request: InitRequest;
}

/** Nothing of anybody's is overwritten unless that is wanted, and nothing outside of the repository ever. */
const assertFree = async ({ files }: Plan, { tree, root, request }: Writing): Promise<void> => {
  for (const { path } of files) await assertOwnFile(root, path);
  const there = files.map(({ path }) => path).filter((path) => tree.paths.includes(path));
  if (there.length === 0 || request.force || request.dryRun) return;
  throw new WrongUse(
    `${there.map((path) => `\`${shownPath(request.path, path)}\``).join(" and ")} ${there.length === 1 ? "is" : "are"} there already. Add \`--force\` to overwrite, or \`--dry-run\` to see what would be written.`,
  );
};

const write = async (file: string, text: string): Promise<void> => {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
};

const shownPath = (folder: string, path: string): string => posix.join(folder.split(sep).join("/"), path);

const FORMATS: Readonly<
  Record<InitRequest["format"], (document: InitDocument, look: Pick<Shell, "colour">) => string>
> = {
  json: (document) => `${JSON.stringify(document, null, 2)}\n`,
  text: ({ written, files, found, decisions, next }, look) =>
    render(
      [
        ...section("Found", found),
        [],
        ...section("Decided", decisions),
        [],
        ...(written
          ? section(
              "Written",
              files.map(({ path }) => path),
            )
          : files.flatMap(({ path, text }): Line[] => [
              [styled("bold", `Would write ${path}`)],
              ...text
                .trimEnd()
                .split("\n")
                .map((line): Line => [`  ${line}`]),
              [],
            ])),
        ...(written ? [[], ...section("Next", next)] : []),
      ],
      look,
    ),
};

const section = (title: string, lines: readonly string[]): readonly Line[] => [
  [styled("bold", title)],
  ...lines.map((line): Line => [`  ${line}`]),
];
