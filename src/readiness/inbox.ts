/** A delivery as the inbox takes it, with the keys of those who are to have a turn for it. */
export interface Delivered {
  readonly guid: string;
  readonly event: string;
  readonly action?: string;
  readonly installationId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly payload: unknown;
  readonly receivedAt: Date;
  readonly subjects: readonly string[];
}

/** The durable inbox. When `accept` resolves, the delivery can't be lost. */
export interface Inbox {
  readonly accept: (delivery: Delivered) => Promise<{ readonly accepted: boolean }>;
}
