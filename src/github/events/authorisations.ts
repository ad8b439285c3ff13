import { z } from "zod";

const RevokedPayload = z.object({ action: z.literal("revoked"), sender: z.object({ id: z.int() }) });

/**
 * The number of the person who took back what they agreed to when they signed in; undefined for every other event. It is sent to each App
 * without being asked for. https://docs.github.com/en/webhooks/webhook-events-and-payloads#github_app_authorization
 */
export const revokedBy = (name: string, payload: unknown): number | undefined =>
  name === "github_app_authorization" ? RevokedPayload.safeParse(payload).data?.sender.id : undefined;
