import { AsyncLocalStorage } from "node:async_hooks";

/** What caused whatever is being done: a delivery that comes in, or a turn with the deliveries it works off. Filled while it runs. */
export interface Scope {
  /** GUIDs as GitHub sent them, or as we named what we sent ourselves. */
  deliveries: readonly string[];
  /** Of a turn: whose it is. */
  readonly key?: string;
  /** Calls to GitHub so far. */
  calls: number;
  /** The gates of the last verdict, by name. */
  gates?: Readonly<Record<string, string>>;
}

const scopes = new AsyncLocalStorage<Scope>();

/** What is done now was caused by this; undefined for what the process does by itself. */
export const scope = (): Scope | undefined => scopes.getStore();

/** Does some work with a scope of its own, which everything that the work starts shares. */
export const withScope = <Done>(
  given: Pick<Scope, "deliveries"> & { readonly key?: string },
  work: (own: Scope) => Promise<Done>,
): Promise<Done> => {
  const own: Scope = { ...given, calls: 0 };
  return scopes.run(own, () => work(own));
};

/** A crowd is told by its first ones and its size: a line of the log should stay readable. */
const MOST_TOLD = 20;

const causes = new WeakMap<object, Scope>();

/** What went wrong is often told by somebody further out, to whom it is to say by itself what it came of. */
export const causedBy = (error: unknown, own: Scope): void => {
  if (typeof error === "object" && error !== null) causes.set(error, own);
};

/** For every line of the log: the deliveries that caused it. */
export const logFields = (line: object): object => {
  const error: unknown = Reflect.get(line, "err");
  const cause = typeof error === "object" && error !== null ? causes.get(error) : undefined;
  const { deliveries = [] } = scope() ?? cause ?? {};
  if (deliveries.length === 0) return {};
  const more = deliveries.length - MOST_TOLD;
  return { deliveries: deliveries.slice(0, MOST_TOLD), ...(more > 0 ? { moreDeliveries: more } : {}) };
};
