/** The command can't be answered as it was given; the message says what to change. */
export class WrongUse extends Error {
  readonly code = "wrong-use";
}
