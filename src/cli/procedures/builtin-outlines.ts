import { readBuiltins } from "../../config/builtins.ts";
import { outlineOf, type ProcedureOutline } from "../../procedures/outline.ts";
import { parseProcedure } from "../../procedures/parse.ts";

/** The procedures that come with Gatehouse, by id. Throws for one that is not valid: that is a fault of Gatehouse. */
export const builtinOutlines = (): readonly { readonly reference: string; readonly outline: ProcedureOutline }[] =>
  [...readBuiltins()]
    .toSorted(([one], [other]) => one.localeCompare(other, "en"))
    .map(([id, { text, file }]) => {
      const { procedure, findings } = parseProcedure(text, file);
      if (procedure === undefined) throw new Error(`${file} is not valid: ${findings[0]?.message ?? "no model"}`);
      return { reference: `builtin:${id}`, outline: outlineOf(procedure) };
    });
