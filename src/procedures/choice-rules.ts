import { kindsWithin, printed } from "./leaves.ts";
