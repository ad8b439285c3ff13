import { afterAll, describe, expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Code, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString } from "mdast-util-to-string";
import { filesIn, read, root } from "./files.ts";

/**
 * The guides are played: a file that a paragraph asks to be saved "as `PATH`" is written, and each command of a `console` block is run
 * and must print what stands below it. A line `…` stands for any lines.
 */

const run = promisify(execFile);

const pages = ["docs/tutorial.md", ...filesIn("docs/guides").filter((file) => file.endsWith(".md"))];

type Act =
  | { readonly kind: "save"; readonly path: string; readonly text: string }
  | { readonly kind: "run"; readonly commands: readonly Command[] };

interface Command {
  readonly command: string;
  readonly prints: readonly string[];
}

const actsIn = (page: string): readonly Act[] =>
  fromMarkdown(read(page)).children.flatMap((node, index, all) => actOf(node, all[index - 1]));

const actOf = (node: RootContent, before: RootContent | undefined): readonly Act[] => {
  if (node.type !== "code") return [];
  if (node.lang === "console") return [{ kind: "run", commands: commandsOf(node) }];
  const path = before?.type === "paragraph" ? savedAs(before) : undefined;
  return path === undefined ? [] : [{ kind: "save", path, text: `${node.value}\n` }];
};

/** The path in "Save this as `PATH`:"; it is the last code of the paragraph. */
const savedAs = (paragraph: Extract<RootContent, { type: "paragraph" }>): string | undefined => {
  const [code, colon] = paragraph.children.slice(-2);
  const isAsked = / as [^ ]+:$/u.test(toString(paragraph)) && colon?.type === "text" && colon.value === ":";
  return isAsked && code?.type === "inlineCode" ? code.value : undefined;
};

const commandsOf = ({ value }: Code): readonly Command[] =>
  value
    .split(/^\$ /mu)
    .slice(1)
    .map((text) => {
      const [command = "", ...prints] = text.trimEnd().split("\n");
      return { command, prints };
    });

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** `gatehouse` as a reader who followed the page would call it, but from the sources. */
const PROGRAM = `gatehouse() { node --disable-warning=ExperimentalWarning --import ${join(root, "scripts/typescript.js")} ${join(root, "src/cli/main.ts")} "$@"; }`;

/** What the command prints, and how it ends where that is not with 0, as a shell would show it. */
const printed = async (folder: string, command: string): Promise<string> => {
  const script = `${PROGRAM}\n${command}\nstatus=$?\n[ $status = 0 ] || echo "(exit $status)"`;
  const { stdout } = await run("bash", ["-c", `{ ${script}\n} 2>&1`], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return stdout.trimEnd();
};

const pattern = (prints: readonly string[]): RegExp => {
  const lines = prints.map((line) => (line === "…" ? "(?:.*\\n)*?.*" : escaped(line)));
  return new RegExp(`^${lines.join("\\n")}$`, "u");
};

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);

describe.each(pages)("%s", (page) => {
  test("works as it is written", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-guide-"));
    folders.push(folder);
    for (const act of actsIn(page)) await play(act, folder);
  });

  test("has something to play", () => {
    expect(actsIn(page).filter(({ kind }) => kind === "run")).not.toEqual([]);
  });
});

const play = async (act: Act, folder: string): Promise<void> => {
  if (act.kind === "run") return runAll(act.commands, folder);
  mkdirSync(dirname(join(folder, act.path)), { recursive: true });
  writeFileSync(join(folder, act.path), act.text);
};

const runAll = async (commands: readonly Command[], folder: string): Promise<void> => {
  for (const { command, prints } of commands)
    expect(`$ ${command}\n${await printed(folder, command)}`).toMatch(pattern([`$ ${command}`, ...prints]));
};
