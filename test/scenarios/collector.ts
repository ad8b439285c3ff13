import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const Value = z.looseObject({ stringValue: z.string().optional() });
const Attributes = z.array(z.object({ key: z.string(), value: Value })).default([]);
const Span = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.int(),
  attributes: Attributes,
  links: z.array(z.looseObject({ traceId: z.string(), spanId: z.string() })).default([]),
});
const Export = z.looseObject({
  resourceSpans: z.array(
    z.looseObject({
      resource: z.looseObject({ attributes: Attributes }),
      scopeSpans: z.array(z.looseObject({ spans: z.array(Span) })),
    }),
  ),
});

export type CollectedSpan = z.output<typeof Span>;

/** Somebody who wants traces: takes them by OTLP over HTTP, as JSON. */
export interface Collector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** Everything that was sent, as it was. */
  readonly raw: () => string;
  readonly stop: () => Promise<void>;
}

/** https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
export const startCollector = async (): Promise<Collector> => {
  const spans: CollectedSpan[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const isRight = request.url === "/v1/traces" && request.headers["content-type"] === "application/json";
      if (isRight) {
        bodies.push(body);
        const { resourceSpans } = Export.parse(JSON.parse(body));
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      }
      response.writeHead(isRight ? 200 : 404, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: AddressInfo = z
    .looseObject({ port: z.int(), family: z.string(), address: z.string() })
    .parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    raw: () => bodies.join("\n"),
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};
