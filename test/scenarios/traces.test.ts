import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startCollector, type CollectedSpan, type Collector } from "./collector.ts";
import { openShop, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** One delivery, followed from the webhook over the queue to what is written, by whoever collects traces. */

const SECRET = "The tide tables of Avonmouth";

let collector: Collector;
let world: World;

beforeAll(async () => {
  collector = await startCollector();
  world = await startWorld({ environment: { tracesUrl: collector.url } });
  await opensPull(openShop(world.github), { body: SECRET });
  await world.settle();
  // What was not sent yet is sent at the end.
  await world.stop();
});
afterAll(() => collector.stop());

const named = (pattern: RegExp): readonly CollectedSpan[] => collector.spans.filter(({ name }) => pattern.test(name));
const valueOf = ({ attributes }: CollectedSpan, key: string): string | undefined =>
  attributes.find((attribute) => attribute.key === key)?.value.stringValue;
const below = ({ spanId, traceId }: CollectedSpan): readonly CollectedSpan[] =>
  collector.spans.filter((span) => span.parentSpanId === spanId && span.traceId === traceId);

test("a turn goes on with the trace of its webhook, and links to those of the others", () => {
  const webhooks = named(/^webhook pull_request$/);
  expect(webhooks).not.toEqual([]);
  const guids = webhooks.map((span) => valueOf(span, "gatehouse.delivery"));
  expect(guids).toEqual(guids.map(() => expect.stringMatching(/^[0-9a-f-]{36}$/)));
  const turns = webhooks.flatMap(below).filter(({ name }) => name === "turn evaluate");
  expect(turns).not.toEqual([]);
  const ids = new Set(collector.spans.map(({ spanId }) => spanId));
  for (const { links } of named(/^turn/)) for (const { spanId } of links) expect(ids).toContain(spanId);
});

test("what a turn asks of GitHub, and what is written to the database, stands below it", () => {
  const turn = named(/^webhook pull_request$/)
    .flatMap(below)
    .find((span) => below(span).some(({ name }) => name === "GitHub write"));
  expect(turn).toBeDefined();
  const names = new Set(turn === undefined ? [] : below(turn).map(({ name }) => name));
  expect([...names]).toEqual(expect.arrayContaining(["GitHub query", "GitHub write", "UPDATE delivery_subjects"]));
  const kept = named(/^webhook pull_request$/)
    .flatMap(below)
    .map(({ name }) => name);
  expect(kept).toContain("INSERT deliveries");
});

test("no text and no token goes along", () => {
  expect(collector.raw()).toContain("/repos/");
  expect(collector.raw()).not.toContain(SECRET);
  expect(collector.raw()).not.toMatch(/gh[a-z]_[A-Za-z0-9_]{10,}|eyJ[A-Za-z0-9_-]{8,}\./);
});
