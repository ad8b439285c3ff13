import { AsyncLocalStorage } from "node:async_hooks";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from "@opentelemetry/api";
import type { Attributes as SpanAttributes, Context, Span, SpanContext, SpanOptions, Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { inTime } from "./in-time.ts";
import { stateOf } from "./state.ts";
import type { Attributes, OpenSpan, SpanGiven, Tracing } from "./tracing.ts";

export interface TracingOptions {
  /** Where a collector listens for OTLP over HTTP, without a slash at the end. */
  readonly endpoint: string;
  readonly version: string;
  readonly log: { readonly warn: (data: object, message: string) => void };
}

/** Sends traces. Headers, timeouts and compression it reads from OpenTelemetry's own variables. */
export const startTracing = ({ endpoint, version, log }: TracingOptions): Tracing => {
  const exporter = telling(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }), log);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": process.env["OTEL_SERVICE_NAME"] ?? "gatehouse",
      "service.version": version,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share()) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("gatehouse", version);
  const current = new AsyncLocalStorage<Span>();
  return {
    span: (name, given, work) => {
      const span = tracer.startSpan(name, optionsOf(given), contextOf(given, current.getStore()));
      return current.run(span, () => ended(span, () => work(openOf(span))));
    },
    traceparent: () => nameOf(current.getStore()?.spanContext()),
    statement: (sql, milliseconds) => record(tracer, current.getStore(), { sql, milliseconds }),
    stop: async () => {
      if ((await inTime(provider.shutdown(), LAST_SPANS_MS)) === undefined)
        log.warn({}, "traces were not sent to the end");
    },
  };
};

/** Milliseconds for what was not sent yet: a collector that is away must not keep the process. */
const LAST_SPANS_MS = 3000;

/** Share of the traces that are sent, from 0 to 1; all of them unless said otherwise. */
const share = (): number => {
  const given = Number(process.env["OTEL_TRACES_SAMPLER_ARG"] ?? "1");
  return given >= 0 && given <= 1 ? given : 1;
};

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const satisfies Record<SpanGiven["kind"], SpanKind>;

const optionsOf = ({ kind, attributes = {} }: SpanGiven): SpanOptions => ({
  kind: KINDS[kind],
  attributes: attributesOf(attributes),
});

const attributesOf = (given: Attributes): SpanAttributes =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === "object" ? [...value] : value]),
  );

const contextOf = ({ parent }: SpanGiven, current: Span | undefined): Context => {
  const remote = parsed(parent);
  if (remote !== undefined) return trace.setSpanContext(ROOT_CONTEXT, remote);
  return current === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, current);
};

const ended = async <Done>(span: Span, work: () => Promise<Done>): Promise<Done> => {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "error" });
    throw error;
  } finally {
    span.end();
  }
};

const openOf = (span: Span): OpenSpan => ({
  set: (attributes) => void span.setAttributes(attributesOf(attributes)),
  link: (traceparent) => {
    const context = parsed(traceparent);
    if (context !== undefined) span.addLink({ context });
  },
});

/** Version 00, the only one there is. https://www.w3.org/TR/trace-context/#version-format */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

const parsed = (traceparent: string | undefined): SpanContext | undefined => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
};

const nameOf = (context: SpanContext | undefined): string | undefined => {
  if (context === undefined) return undefined;
  const flags = (context.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, "0");
  return `00-${context.traceId}-${context.spanId}-${flags}`;
};

interface Statement {
  readonly sql: string;
  readonly milliseconds: number;
}

/** What a statement writes and where to; `with` may stand before it. Its values are nobody's business here. */
const WRITE = /\b(insert into|update|delete from)\s+"?([\w.]+)/i;

/** Reads are many and quick: what counts in a trace is what was written. */
const record = (tracer: Tracer, parent: Span | undefined, { sql, milliseconds }: Statement): void => {
  const [, verb, table] = WRITE.exec(sql) ?? [];
  if (parent === undefined || verb === undefined || table === undefined) return;
  const end = Date.now();
  const operation = verb.split(" ")[0]?.toUpperCase() ?? verb;
  const attributes = { "db.system.name": "postgresql", "db.operation.name": operation, "db.collection.name": table };
  tracer
    .startSpan(
      `${operation} ${table}`,
      { kind: SpanKind.CLIENT, attributes, startTime: end - milliseconds },
      trace.setSpan(ROOT_CONTEXT, parent),
    )
    .end(end);
};

/** A collector that is away is told once, and once when it is back. */
const telling = (exporter: SpanExporter, log: TracingOptions["log"]): SpanExporter => {
  const collector = stateOf<"takes" | "refuses">("takes");
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const before = collector.current().state;
        collector.is(result.error === undefined ? "takes" : "refuses");
        const now = collector.current().state;
        if (now !== before) log.warn({ collector: now, reason: result.error?.message }, "traces");
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
};
