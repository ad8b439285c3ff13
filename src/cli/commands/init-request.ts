/** What `gatehouse init` is asked. */
export interface InitRequest {
  /** Root of the repository. */
  readonly path: string;
  /** Take what flags leave open by itself, and ask nothing. */
  readonly yes: boolean;
  readonly procedure?: string | undefined;
  readonly mode?: "shadow" | "enforce" | undefined;
  /** By role: logins, and teams as `@org/team`. */
  readonly role: ReadonlyMap<string, readonly string[]>;
  readonly force: boolean;
  /** Say what would be written, and write nothing. */
  readonly dryRun: boolean;
  readonly format: "text" | "json";
}
