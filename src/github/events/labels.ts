import type { Touches } from "../../readiness/change.ts";

/** Whether something bears a label more or one less. */
export const isLabelling = (action: string): boolean => action === "labeled" || action === "unlabeled";

/**
 * What that can matter to. Where a label is deleted from the repository GitHub does not say which it was, so it may be any.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads?actionType=unlabeled#pull_request
 */
export const touchesOf = (label: { readonly name: string } | null | undefined): Touches =>
  label == null ? "any" : { label: label.name };
