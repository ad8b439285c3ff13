import { expect, test } from "@jest/globals";
import { spanWords } from "../../../src/web/pages/parts/duration.ts";
import { Bars, Columns } from "../../../src/web/pages/parts/plot.tsx";
import { html, text } from "./rendered.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [0, "under a minute"],
  [MINUTE - 1, "under a minute"],
  [MINUTE, "1 minute"],
  [35 * MINUTE, "35 minutes"],
  [89 * MINUTE, "89 minutes"],
  [90 * MINUTE, "1.5 hours"],
  [30 * HOUR, "30 hours"],
  [48 * HOUR, "2 days"],
  [60 * HOUR, "2.5 days"],
  [700 * HOUR, "29 days"],
])("%i ms is %s", (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

test("bars are as long as their values to the longest one, and names are no markup", () => {
  const bars = [
    { label: "<b>one</b>", value: 50, words: "50 s" },
    { label: "two", value: 200, words: "200 s" },
    { label: "none", value: 0, words: "0 s" },
  ];
  const page = html(<Bars bars={bars} summary="How long" />);
  expect([...page.matchAll(/<rect[^>]* width="([^"]+)"/g)].map(([, width]) => width)).toEqual(["25%", "100%", "0%"]);
  expect(page).toContain(`role="img" aria-label="How long"`);
  expect(text(<Bars bars={bars} summary="" />)).toContain("&lt;b&gt;one&lt;/b&gt;");
});

test("columns stand on each other, and all of it fits", () => {
  const columns = [
    { label: "first", values: [1, 1] },
    { label: "last", values: [0, 4] },
  ];
  const page = html(<Columns columns={columns} kinds={["a", "b"]} mostWords="up to 4" summary="What" />);
  const rects = [
    ...page.matchAll(/<rect class="column column-(\d)" x="([^"]+)" width="([^"]+)" y="([^"]+)" height="([^"]+)"/g),
  ];
  expect(rects.map(([, ...all]) => all)).toEqual([
    ["0", "5%", "40%", "75%", "25%"],
    ["1", "5%", "40%", "50%", "25%"],
    ["1", "55%", "40%", "0%", "100%"],
  ]);
  expect(page).toContain("<title>What</title>");
});

test("where there is nothing, nothing is drawn out of its place", () => {
  expect(html(<Columns columns={[]} kinds={["a"]} mostWords="" summary="" />)).not.toContain("NaN");
  expect(html(<Bars bars={[]} summary="" />)).not.toContain("Infinity");
});
