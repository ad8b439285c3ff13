import { didYouMean } from "../../procedures/nearest.ts";
import { shorten } from "../../procedures/show.ts";
import type { Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { cleaned, render, styled, type Line } from "../formats/lines.ts";
import { SCHEMAS } from "../schemas.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";

export interface SchemaRequest {
  /** Without one, those that there are. */
  readonly name?: string | undefined;
  readonly format: "text" | "json";
}

/** `gatehouse schema [NAME]`: the JSON Schema of a file that people write, or of what a command prints. */
export const schema = ({ name, format }: SchemaRequest, { colour }: Pick<Shell, "colour">): Reply => {
  if (name !== undefined) return { text: named(name), exit: EXIT.yes };
  const schemas = SCHEMAS.map(({ name: called, about }) => ({ name: called, about }));
  const text = format === "json" ? `${JSON.stringify({ schemas }, null, 2)}\n` : render(schemas.map(row), { colour });
  return { text, exit: EXIT.yes };
};

const row = ({ name, about }: { readonly name: string; readonly about: string }): Line => [
  styled("bold", name.padEnd(28)),
  about,
];

const named = (name: string): string => {
  const found = SCHEMAS.find((one) => one.name === name);
  if (found !== undefined) return found.print();
  const names = SCHEMAS.map((one) => one.name);
  throw new WrongUse(
    `There is no schema \`${cleaned(shorten(name))}\`.${didYouMean(name, names)} \`gatehouse schema\` lists those that there are.`,
  );
};
