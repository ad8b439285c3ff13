import type { gfm } from "micromark-extension-gfm";

/** What extends micromark, from its own types: the package that names them is none of ours. */
export type Extension = ReturnType<typeof gfm>;
export type Construct = Exclude<NonNullable<NonNullable<Extension["text"]>[string]>, readonly unknown[]>;
export type Tokenizer = Construct["tokenize"];
export type Code = Parameters<NonNullable<Construct["previous"]>>[0];

/** The same for each of the characters, by their codes. */
export const forEach = <What>(characters: string, construct: What): Record<string, What> =>
  Object.fromEntries(Array.from(characters, (character) => [character.charCodeAt(0), construct]));
