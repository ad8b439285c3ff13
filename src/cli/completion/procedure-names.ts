import { readBuiltins } from "../../config/builtins.ts";
import type { Suggestions } from "./suggesting.ts";

/** Where a procedure is asked for: the ids of those that come with Gatehouse, and files. */
export const procedureNames = (): Suggestions => ({ words: [...readBuiltins().keys()].toSorted(), andFiles: true });
