import type { Format } from "../answers.ts";
import type { Shell } from "../shell.ts";
import { githubFormat } from "./github.ts";
import { jsonFormat } from "./json.ts";
import { textFormat } from "./text.ts";

/** Every output format by the name `--format` takes. */
const FORMATS = {
  text: ({ colour }) => textFormat({ colour }),
  json: () => jsonFormat,
  github: () => githubFormat,
} as const satisfies Record<string, (shell: Pick<Shell, "colour">) => Format>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES: readonly FormatName[] = ["text", "json", "github"];

export const formatOf = (name: FormatName, shell: Pick<Shell, "colour">): Format => FORMATS[name](shell);
