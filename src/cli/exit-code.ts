/** What the process ends with: scripts rely on these and on no others. Nothing but `yes` is 0. */
export const EXIT = {
  /** Ready, valid, or approved. */
  yes: 0,
  /** Not ready, invalid, or not approved. */
  no: 1,
  /** No answer: wrong use, a file that can't be read, or a fault of Gatehouse. */
  noAnswer: 2,
  /** The server could not be asked; trying again later may help. */
  notReached: 3,
  /** Stopped by Ctrl-C or a signal, as shells number it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
