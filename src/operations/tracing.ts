/** Traces of what is done, in the words of OpenTelemetry, without it. */
export interface Tracing {
  /** Does some work as a span under what is done now, or under what `parent` names. An error marks it, and goes on. */
  readonly span: <Done>(name: string, given: SpanGiven, work: (span: OpenSpan) => Promise<Done>) => Promise<Done>;
  /** Names what is done now for whoever goes on with it elsewhere. https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly traceparent: () => string | undefined;
  /** A statement to the database that is over. */
  readonly statement: (sql: string, milliseconds: number) => void;
  /** Sends what was not sent yet. */
  readonly stop: () => Promise<void>;
}

export interface SpanGiven {
  readonly kind: "server" | "client" | "consumer" | "internal";
  readonly attributes?: Attributes;
  /** A traceparent that came with the cause. */
  readonly parent?: string | undefined;
}

export interface OpenSpan {
  readonly set: (attributes: Attributes) => void;
  /** It also comes from what this traceparent names. */
  readonly link: (traceparent: string) => void;
}

export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

const NO_SPAN: OpenSpan = { set: () => undefined, link: () => undefined };

/** Where nobody wants traces. */
export const NO_TRACING: Tracing = {
  span: (_name, _given, work) => work(NO_SPAN),
  traceparent: () => undefined,
  statement: () => undefined,
  stop: async () => undefined,
};
