/** GitHub asked us to wait: the work is to be done again at `at`, and counts as no failure. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  readonly code = "retry-later";
  readonly at: Date;

  constructor(message: string, at: Date, cause?: unknown) {
    super(message, { cause });
    this.at = at;
  }
}
