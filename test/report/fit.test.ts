import { expect, test } from "@jest/globals";
import { fit, fixed, type Part } from "../../src/report/fit.ts";
import { fc } from "../properties.ts";

const list = (rows: readonly string[]): Part => ({
  before: "<ul>",
  rows: rows.map((row) => () => row),
  after: "</ul>",
  more: (left) => `+${left}`,
});

test("what fits stays whole", () => {
  expect(fit([fixed("Title "), list(["a", "b"])], 100)).toBe("Title <ul>ab</ul>");
});

test("what does not fit is cut at a row, counted, and closed", () => {
  expect(fit([fixed("T"), list(["aaaa", "bbbb", "cccc"]), fixed("!")], 20)).toBe("T<ul>aaaa+2</ul>!");
});

test("a part that was cut takes no more rows, the next one what is left", () => {
  expect(fit([list(["aaaaaaaa", "b"]), list(["c"])], 26)).toBe("<ul>+2</ul><ul>c</ul>");
});

test("rows that are not shown are not rendered", () => {
  let rendered = 0;
  const row = () => {
    rendered += 1;
    return "row";
  };
  fit([{ ...list([]), rows: Array.from({ length: 1000 }, () => row) }], 100);
  expect(rendered).toBeLessThan(40);
});

test("nothing is ever longer than the limit, if what must stay fits", () => {
  const rows = fc.array(fc.string({ maxLength: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 5 }), fc.nat(300), (parts, extra) => {
      const limit = parts.length * 20 + extra;
      expect(fit(parts.map(list), limit).length).toBeLessThanOrEqual(limit);
    }),
  );
});
