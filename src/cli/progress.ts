import type { Shell } from "./shell.ts";

/** How far something is, on one line that goes away when it is done; says nothing where nobody looks. */
export interface Progress {
  readonly show: (done: number, aside?: string) => void;
  readonly end: () => void;
}

const WIDTH = 30;
const CLEAR = "\r\u001B[K";

/** A bar on standard error, on a terminal only, so that it is never in what is piped on. */
export const progressOf = (
  total: number,
  { complain, showsProgress }: Pick<Shell, "complain" | "showsProgress">,
): Progress => {
  if (showsProgress !== true || total === 0) return { show: () => undefined, end: () => undefined };
  return {
    show: (done, aside) => {
      const full = Math.round((WIDTH * done) / total);
      const bar = `${"█".repeat(full)}${"░".repeat(WIDTH - full)}`;
      complain(`${CLEAR}${bar} ${done} of ${total}${aside === undefined ? "" : `  ${aside}`}`);
    },
    end: () => complain(CLEAR),
  };
};
