/** What the process ends with: scripts rely on these three and on no others. */
export const EXIT = {
  /** Ready, or valid. */
  yes: 0,
  /** Not ready, or invalid. */
  no: 1,
  /** No answer: wrong use, a file that can't be read, or a fault of Gatehouse. */
  noAnswer: 2,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
