/** Thrown by whoever knows when trying again makes sense, such as at the reset of a rate limit; it counts as no failure. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  readonly code: string = "retry-later";
  readonly at: Date;

  constructor(at: Date, message = `to be tried again at ${at.toISOString()}`, options?: ErrorOptions) {
    super(message, options);
    this.at = at;
  }
}

/** Nothing is written to an archived repository. What is about that repository waits; what is only to be told there is not told. */
export class Archived extends RetryLater {
  override readonly code = "archived";
}
