import { describe, expect, test } from "@jest/globals";
import { parseProcedure } from "../../src/procedures/parse.ts";

const found = (text: string): readonly string[] =>
  parseProcedure(text, "p.md").findings.map(
    ({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`,
  );

const MISTYPED = "error procedure/mistyped-comment";
const BOX = "warning procedure/broken-box";

describe("a comment that its author takes for settings is an error, not a plain tick", () => {
  test.each<[string, string]>([
    ["- [ ] Plan <!-- gates: { require: rollback_plan } -->", `1:12 ${MISTYPED}`],
    ["- [ ] Plan <!-- gate { require: rollback_plan } -->", `1:12 ${MISTYPED}`],
    ["- [ ] Plan <!--GATE={ require: rollback_plan }-->", `1:12 ${MISTYPED}`],
    ["- [ ] Plan <!-- Gatehouse: { optional: true } -->", `1:12 ${MISTYPED}`],
    ["## Merge <!-- gate { blocks: merge } -->\n\n- [ ] Plan", `1:10 ${MISTYPED}`],
    ["- [ ] Plan <!-- gate: { require: rollback_plan } ->", "1:12 error procedure/open-comment"],
    ["- [ ] Plan\n\n<!-- gate: { require: rollback_plan }\n\n- [ ] Next", "3:1 error procedure/open-comment"],
    ["- [ ] Plan <!-- gate:release/plan -->", "1:12 error procedure/box-marker"],
  ])("%j", (text, finding) => {
    expect(found(text)).toEqual([finding]);
    expect(parseProcedure(text, "p.md").procedure).toBeUndefined();
  });

  test.each([
    "- [ ] Plan \\\\<!-- gate: as it is written",
    "- [ ] Plan <!-- ask grace; the gate is on page 3 -->",
    "<!-- Gates for the team -->\n\n- [ ] Plan",
    "- [ ] Plan `<!-- gates: { } -->`",
    "- [ ] Plan <!-- gate: { optional: true } -->",
  ])("%j is none", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("what looks like a box and is none is a warning", () => {
  test.each<[string, string]>([
    ["- [ ] A\n- [] K", `2:3 ${BOX}`],
    ["- [ ] A\n\n-[ ] L", `3:1 ${BOX}`],
    ["- [ ] A\n-[ ] L", `2:1 ${BOX}`],
    ["- [ ] A\n  - [x]M", `2:5 ${BOX}`],
    ["> - [ ] A\n> -[x] L", `2:3 ${BOX}`],
    ["- [ ] A\n\n1.[ ] N", `3:1 ${BOX}`],
  ])("%j", (text, finding) => {
    expect(found(text)).toEqual([finding]);
    expect(parseProcedure(text, "p.md").procedure?.phases).toHaveLength(1);
  });

  test.each([
    "- [ ] A\n- [x](https://example.com)",
    "- [ ] A\n\n```\n-[ ] L\n```",
    "- [ ] A\n\nan index -[ ] in prose",
    "- [ ] A\n- plain [] item",
  ])("%j is none", (text) => {
    expect(found(text)).toEqual([]);
  });
});
