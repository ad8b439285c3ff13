import { bare } from "../markdown/sections.ts";

/** Whether a name is one of the accepted spellings, as headings are compared: case, emoji and punctuation don't count. */
export const isNamed = (spellings: readonly string[], name: string): boolean => {
  const words = bare(name);
  return spellings.some((spelling) => bare(spelling) === words);
};
