import { sameLogin } from "../../evaluation/rights.ts";
import { isSound } from "../../procedures/finding.ts";
import type { Standing } from "../standing.ts";

/** Whether it would leave config or procedures broken, which shuts its gate whatever its steps say. */
export const breaksConfig = ({ proposed }: Pick<Standing, "proposed">): boolean => !isSound(proposed);

/** Lower-cased login of who is to mend it: its author, as with everything that anybody with write permission may do. */
export const mending = (standing: Pick<Standing, "proposed" | "author">): readonly string[] =>
  breaksConfig(standing) && standing.author !== null ? [standing.author.toLowerCase()] : [];

/** Whether this person is to mend it. */
export const isMending = (standing: Pick<Standing, "proposed" | "author" | "state">, login: string): boolean =>
  standing.state === "open" && mending(standing).some((one) => sameLogin(one, login));
