import { read } from "./files.ts";

/** Every variable that `.env.example` tells of. */
export const variables: ReadonlySet<string> = new Set(
  [...read(".env.example").matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name = ""]) => name),
);

/** Whether Gatehouse reads it, by this name or from a file that it names. */
export const isKnown = (name: string): boolean => variables.has(name.replace(/_FILE$/, ""));
