import type { Format } from "../answers.ts";

/** For programs: one JSON document, its keys documented in docs/command-line.md. */
export const jsonFormat: Format = {
  parsed: ({ id, title, phases, findings }) => print({ id, title, phases, findings }),
  validated: print,
  evaluated: ({ ready, lacking, configFile = null, verdict }) =>
    print({ ready, lacking, config: configFile, ...verdict }),
};

function print(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
