import { expect, describe, test } from "@jest/globals";
import { parseProcedure } from "../../src/procedures/parse.ts";

const found = (text: string) =>
  parseProcedure(text, "p.md").findings.map(({ line, column, severity, code, message }) => ({
    at: `${line}:${column} ${severity} ${code}`,
    write: /Write (`.*?`[^`.;]*(?:`<!--`)?)/u.exec(message)?.[1],
  }));

const ERROR = "error procedure/ungated-comment";
const WARNING = "warning procedure/ungated-comment";
const BEGIN = "`<!-- gate:` where it says `<!--`";

describe("settings without the word `gate` are told with the mended line", () => {
  test.each<[string, string, string]>([
    ["- [ ] Plan <!-- { require: rollback_plan } -->", ERROR, "`- [ ] Plan <!-- gate: { require: rollback_plan } -->`"],
    ["- [ ] Plan <!-- require: rollback_plan -->", ERROR, "`- [ ] Plan <!-- gate: { require: rollback_plan } -->`"],
    ["- [ ] Plan <!-- requires: rollback_plan -->", ERROR, "`- [ ] Plan <!-- gate: { requires: rollback_plan } -->`"],
    ["- [ ] Plan <!--{ optional: true }-->", ERROR, "`- [ ] Plan <!-- gate: { optional: true } -->`"],
    ["- [ ] Plan <!-- optional: true -->", ERROR, "`- [ ] Plan <!-- gate: { optional: true } -->`"],
    ["- [ ] Plan <!-- step: { help: see wiki } -->", ERROR, "`- [ ] Plan <!-- gate: { help: see wiki } -->`"],
    ["- [ ] Plan <!-- { requre: rollback_plan } -->", ERROR, "`- [ ] Plan <!-- gate: { requre: rollback_plan } -->`"],
    ["- [ ] Plan <!-- { require: [ } -->", ERROR, "`- [ ] Plan <!-- gate: { require: [ } -->`"],
    [
      "- [ ] Plan <!-- { signoff: security } -->",
      ERROR,
      "`- [ ] Plan <!-- gate: { require: { signoff: security } } -->`",
    ],
    [
      "- [ ] Plan <!-- signoff: security -->",
      WARNING,
      "`- [ ] Plan <!-- gate: { require: { signoff: security } } -->`",
    ],
    ["- [ ] Plan <!-- rollback_plan -->", WARNING, "`- [ ] Plan <!-- gate: { require: rollback_plan } -->`"],
    ["- [ ] Plan <!-- help: ask grace, or ada -->", WARNING, "`- [ ] Plan <!-- gate: help: ask grace, or ada -->`"],
    ["- [ ] Plan `a` <!-- { optional: true } -->", ERROR, "`<!-- gate: { optional: true } -->`"],
    ["- [ ] Plan <!--\n  require: rollback_plan\n  -->", ERROR, BEGIN],
  ])("%j", (...[text, finding, write]) => {
    const column = text.indexOf("<!--") + 1;
    expect(found(text)).toEqual([{ at: `1:${column} ${finding}`, write }]);
  });

  test("on a heading, and below an item that it does not belong to", () => {
    expect(found("## Merge <!-- { blocks: merge } -->\n\n- [ ] Plan")).toEqual([
      { at: `1:10 ${ERROR}`, write: "`## Merge <!-- gate: { blocks: merge } -->`" },
    ]);
    expect(found("- [ ] Plan\n\n<!-- { require: rollback_plan } -->")).toEqual([
      { at: `3:1 ${ERROR}`, write: "`<!-- gate: { require: rollback_plan } -->`" },
    ]);
  });

  test("an error leaves no procedure that could be green, a warning does", () => {
    expect(parseProcedure("- [ ] Plan <!-- { require: checks } -->", "p.md").procedure).toBeUndefined();
    expect(parseProcedure("- [ ] Plan <!-- help: see wiki -->", "p.md").procedure?.phases).toHaveLength(1);
  });
});

test.each([
  "- [ ] Plan <!-- ask grace -->",
  "- [ ] Plan <!-- TODO: ask grace -->",
  "- [ ] Plan <!-- note: { see: below } -->",
  "- [ ] Plan <!-- https://example.com -->",
  "- [ ] Plan <!-- {{ template.help }} -->",
  "- [ ] Plan <!-- [require] -->",
  "- [ ] Plan `<!-- { require: checks } -->`",
  "<!-- title: for the release -->\n\n- [ ] Plan",
  "- [ ] Plan <!-- example:begin release.yml -->",
])("%j is for people", (text) => {
  expect(found(text)).toEqual([]);
});
