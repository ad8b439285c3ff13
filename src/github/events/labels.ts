import type { Touches } from "../../readiness/change.ts";
import { sameName } from "../../requirements/wording.ts";
import { readerOfMany } from "./event.ts";
import { LabelPayload } from "./payloads.ts";

/** Whether something bears a label more or one less. */
export const isLabelling = (action: string): boolean => action === "labeled" || action === "unlabeled";

/**
 * What that can matter to. Where a label is deleted from the repository GitHub does not say which it was, so it may be any.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads?actionType=unlabeled#pull_request
 */
export const touchesOf = (label: { readonly name: string } | null | undefined): Touches =>
  label == null ? "any" : { label: label.name };

/**
 * A label that got another name: whatever bears it has one label less and one more, and no event of its own. Who asks for neither name
 * costs no call. https://docs.github.com/en/webhooks/webhook-events-and-payloads?actionType=edited#label
 */
export const label = readerOfMany("label", LabelPayload, ({ action, label: { name }, changes }) => {
  const before = changes?.name?.from;
  if (action !== "edited" || before === undefined || sameName(before, name)) return [];
  return [before, name].map((one) => ({ everyFollowed: true, touches: { label: one } }));
});
