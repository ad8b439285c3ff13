/** Whether GitHub says that this will never do, such as where a conversation is locked or issues are turned off. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  "status" in error &&
  typeof error.status === "number" &&
  error.status >= 400 &&
  error.status < 500;
