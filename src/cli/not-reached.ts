/** Whoever was to be asked could not be reached, or asks to wait; the message says what to do. */
export class NotReached extends Error {
  readonly code = "not-reached";
}
