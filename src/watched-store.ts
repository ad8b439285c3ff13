import { scope } from "./operations/scope.ts";
import type { Store } from "./store/open-store.ts";

/** The same store: what a turn finds waiting is noted as what it was caused by. */
export const watchedStore = (store: Store): Store => ({
  ...store,
  deliveries: {
    ...store.deliveries,
    pending: async (key) => {
      const pending = await store.deliveries.pending(key);
      const own = scope();
      if (own?.key === key) own.deliveries = [...new Set([...own.deliveries, ...pending.map(({ guid }) => guid)])];
      return pending;
    },
  },
});
