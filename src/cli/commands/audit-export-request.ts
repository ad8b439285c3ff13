/** What `gatehouse audit export` is asked. */
export interface AuditExportRequest {
  /** `owner/name` or an id. */
  readonly repo: string;
  /** Number of the one pull request. */
  readonly pull?: number | undefined;
  /** Number of the one issue. */
  readonly issue?: number | undefined;
  readonly format: ExportFormat;
  /** The file to write; without it standard output. */
  readonly out?: string | undefined;
}

export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const EXPORT_FORMATS = ["json", "csv", "md"] as const;
