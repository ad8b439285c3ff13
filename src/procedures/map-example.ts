import type { z } from "zod";
import { oneOf } from "./nearest.ts";
import { shorten } from "./show.ts";

/** What to write where a map belongs and something else stands: with the value that was given, where it is clear where that goes. */
export const mapExample = (schema: unknown, given: unknown): string | undefined => {
  const keys = keysOf(schema);
  const required = keys.filter(({ isRequired }) => isRequired);
  const [only, ...more] = required;
  if (only === undefined)
    return keys.length === 0
      ? undefined
      : `Write it with keys, of ${oneOf(keys.slice(0, MOST).map(({ name }) => name))}.`;
  if (more.length > 0) return `Write \`{ ${required.map(({ name }) => `${name}: …`).join(", ")} }\`.`;
  const value = typeof given === "string" && given.trim() !== "" ? flow(given.trim()) : "…";
  return `Write \`{ ${only.name}: ${only.isList ? `[${value}]` : value} }\`.`;
};

/** What to write where a list belongs and one entry of it stands. */
export const listExample = (given: unknown): string =>
  typeof given === "string" && given.trim() !== ""
    ? ` Write \`[${flow(given.trim())}]\`, or each entry as a line that begins with \`- \`.`
    : " Write each entry as a line that begins with `- `, or in `[ ]`.";

/** More are looked up. */
const MOST = 8;

interface Key {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isList: boolean;
}

const keysOf = (schema: unknown): readonly Key[] => {
  if (typeof schema !== "object" || schema === null || !("shape" in schema)) return [];
  const { shape } = schema;
  if (typeof shape !== "object" || shape === null) return [];
  return Object.entries(shape).flatMap(([name, type]: [string, unknown]) =>
    isSchema(type) ? [{ name, isRequired: type._zod.optin === undefined, isList: type._zod.def.type === "array" }] : [],
  );
};

const isSchema = (type: unknown): type is z.core.$ZodType =>
  typeof type === "object" && type !== null && "_zod" in type;

/** As it stands within `{ }` and `[ ]`. */
const flow = (text: string): string => {
  const short = shorten(text);
  return /^[\p{L}\p{N}][\p{L}\p{N}./_-]*$/u.test(short) ? short : JSON.stringify(short);
};
