import { describe, expect, test } from "@jest/globals";
import { fields, tables } from "../../src/markdown/fields.ts";
import { underHeading } from "./reading.ts";

describe("fields", () => {
  test.each([
    { text: "**Owner:** @ops", field: { name: "Owner", value: "@ops", line: 3, filled: true } },
    { text: "Owner: @ops", field: { name: "Owner", value: "@ops", line: 3, filled: true } },
    { text: "- **Owner**: `<ops>`", field: { name: "Owner", value: "<ops>", line: 3, filled: true } },
    { text: "负责人：张三", field: { name: "负责人", value: "张三", line: 3, filled: true } },
    { text: "**Owner:**\n@ops", field: { name: "Owner", value: "@ops", line: 3, filled: true } },
    { text: "**Owner:**\n\n@ops", field: { name: "Owner", value: "@ops", line: 3, filled: true } },
    { text: "**Owner:**", field: { name: "Owner", value: "", line: 3, filled: false } },
    { text: "**Owner:**\n\n[name]", field: { name: "Owner", value: "[name]", line: 3, filled: false } },
    {
      text: "**Status:** ⏸️ Not Started | 🚧 In Progress | ✅ Complete",
      field: { name: "Status", value: "⏸️ Not Started | 🚧 In Progress | ✅ Complete", line: 3, filled: false },
    },
    {
      text: "- Design: [Coupons](docs/coupons.md)",
      field: { name: "Design", value: "Coupons", line: 3, filled: true, links: ["docs/coupons.md"] },
    },
    { text: "**Owner:** TBD", field: { name: "Owner", value: "TBD", line: 3, filled: false } },
    { text: "**Owner:** <name>", field: { name: "Owner", value: "", line: 3, filled: false } },
    { text: "**Impact:** N/A", field: { name: "Impact", value: "N/A", line: 3, filled: false } },
    { text: "**Impact:** N/A, docs only", field: { name: "Impact", value: "N/A, docs only", line: 3, filled: true } },
  ])("$text", ({ text, field }) => {
    expect(fields(underHeading(text))).toEqual([field]);
  });

  test("one label below another is its own field", () => {
    expect(fields(underHeading("**Owner:**\n**Impact:** low"))).toMatchObject([
      { name: "Owner", filled: false },
      { name: "Impact", filled: true },
    ]);
  });

  test.each(["no label here", "```\nOwner: bob\n```", "| a |\n|---|\n| 10:30 |"])("none in %j", (text) => {
    expect(fields(underHeading(text))).toEqual([]);
  });
});

test("tables by header and row, each cell judged", () => {
  const text =
    "words\n\n| Field | Value |\n|---|---|\n| Owner | [name] |\n| Risk | low |\n| Code | `[a]` |\n| Date | |";
  expect(tables(underHeading(text))).toEqual([
    {
      line: 5,
      header: ["Field", "Value"],
      rows: [
        ["Owner", "[name]", false],
        ["Risk", "low", true],
        ["Code", "[a]", true],
        ["Date", "", false],
      ].map(([name, value, isFilled], index) => ({
        line: index + 7,
        cells: [
          { text: name, filled: true },
          { text: value, filled: isFilled },
        ],
      })),
    },
  ]);
});
