import { readBuiltins, type Builtin } from "../../config/builtins.ts";
import { didYouMean, oneOf } from "../../procedures/nearest.ts";
import { shorten } from "../../procedures/show.ts";
import { cleaned } from "../formats/lines.ts";
import { STDIN } from "../unusable-file.ts";
import { WrongUse } from "../wrong-use.ts";

/** The built-in procedure that an argument names, by its id or as `builtin:ID`; none where it names a file. Throws `WrongUse`. */
export const builtinNamed = (argument: string): (Builtin & { readonly reference: string }) | undefined => {
  if (!isId(argument)) return undefined;
  const id = argument.replace(/^builtin:/u, "");
  const found = readBuiltins().get(id);
  if (found !== undefined) return { ...found, reference: `builtin:${id}` };
  if (argument.startsWith("builtin:")) throw noBuiltin(id);
  return undefined;
};

/** An id has neither a folder nor the ending of a document; what has one is a file. */
export const isId = (argument: string): boolean =>
  argument.startsWith("builtin:") ||
  (argument !== STDIN && argument !== "" && !/[/\\]|\.(?:ya?ml|md|markdown)$/iu.test(argument));

export const noBuiltin = (id: string): WrongUse => {
  const known = [...readBuiltins().keys()].toSorted();
  const named = cleaned(shorten(id));
  return new WrongUse(
    id === ""
      ? `\`builtin:\` lacks the id of a procedure. Expected ${oneOf(known)}.`
      : `There is no built-in procedure \`${named}\`.${didYouMean(id, known)} Expected ${oneOf(known)}. For a document of your own give its path, such as \`./${named}.md\`.`,
  );
};
