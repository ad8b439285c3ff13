/** What `gatehouse audit verify` is asked. */
export interface AuditVerifyRequest {
  /** `owner/name` or an id; without it every repository. */
  readonly repo?: string | undefined;
  /** Hashes of last entries that were kept elsewhere. */
  readonly expect: readonly string[];
  readonly format: "text" | "json";
}
