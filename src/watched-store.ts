import { scope } from "./operations/scope.ts";
import type { Tracing } from "./operations/tracing.ts";
import type { Store } from "./store/open-store.ts";

/** The same store: what a turn finds waiting is noted as what it was caused by, and what is kept as where it came from. */
export const watchedStore = (store: Store, { traceparent }: Pick<Tracing, "traceparent">): Store => ({
  ...store,
  deliveries: {
    ...store.deliveries,
    accept: (delivery) => store.deliveries.accept({ ...delivery, traceparent: traceparent() }),
    pending: async (key) => {
      const pending = await store.deliveries.pending(key);
      const own = scope();
      if (own?.key === key) own.deliveries = [...new Set([...own.deliveries, ...pending.map(({ guid }) => guid)])];
      return pending;
    },
  },
});
