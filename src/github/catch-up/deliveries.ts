import { z } from "zod";
import type { DeliveryLog } from "../../readiness/catch-up/ports.ts";
import { HANDLED_EVENTS } from "../changes.ts";
import { isGone } from "../errors.ts";
import type { AppCall } from "./app-calls.ts";

const Row = z.object({
  id: z.int(),
  guid: z.string(),
  delivered_at: z.coerce.date(),
  status_code: z.int(),
  event: z.string(),
});

/**
 * The log of deliveries by REST, newest first, a hundred a page. The filter for failures is not used, because it leaves out those that
 * nobody answered. What no handler cares for counts as delivered.
 * https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export const deliveryLogOn = (call: AppCall): DeliveryLog => ({
  page: async (cursor) => {
    const parameters = { per_page: 100, ...(cursor === undefined ? {} : { cursor }) };
    const { data, link } = await call("GET /app/hook/deliveries", parameters);
    const attempts = z
      .array(Row)
      .parse(data)
      .map(({ id, guid, delivered_at: at, status_code: status, event }) => {
        const isDelivered = (status >= 200 && status < 300) || !HANDLED_EVENTS.has(event);
        return { id, guid, at, isDelivered };
      });
    return { attempts, next: cursorIn(link) };
  },
  redeliver: async (attemptId) => {
    try {
      await call("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: attemptId });
      return "asked";
    } catch (error) {
      if (isGone(error)) return "gone";
      throw error;
    }
  },
});

/** https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api#using-link-headers */
const cursorIn = (link: string): string | undefined => {
  const address = /<([^>]*)>;\s*rel="next"/u.exec(link)?.[1];
  if (address === undefined || !URL.canParse(address)) return undefined;
  return new URL(address).searchParams.get("cursor") ?? undefined;
};
