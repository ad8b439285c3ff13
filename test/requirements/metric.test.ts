import { describe, expect, test } from "@jest/globals";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";

type Outputs = NonNullable<Given["outputs"]>[string];
const coverage = (...outputs: Outputs): Given => ({ outputs: { coverage: outputs } });
const says = (text: string, state: Outputs[number]["state"] = "success", app: string | null = "github-actions") => ({
  text,
  state,
  app,
});
const report = (...texts: (string | null)[]): Given => ({
  documents: { "report.json": texts.map((text, index) => ({ path: `report-${index + 1}.json`, text })) },
});

const least = { check: "coverage", min: 90 };
const most = { check: "coverage", max: 5 };
const inFile = { file: "report.json", pointer: "/total/lines/pct", min: 90 };

describe("metric", () => {
  test.each<{ title: string; given: unknown; facts: Given; is: string }>([
    { title: "enough", given: least, facts: coverage(says("Lines: 91.2 %")), is: "met" },
    { title: "exactly enough", given: least, facts: coverage(says("90%")), is: "met" },
    { title: "a little less", given: least, facts: coverage(says("89.99%")), is: "unmet metric/out-of-bounds" },
    {
      title: "the first of several",
      given: least,
      facts: coverage(says("80% (was 95%)")),
      is: "unmet metric/out-of-bounds",
    },
    { title: "a decimal comma", given: least, facts: coverage(says("91,2 %")), is: "met" },
    {
      title: "either a thousand or a fraction",
      given: { ...least, min: 2 },
      facts: coverage(says("1,500%")),
      is: "unmet metric/out-of-bounds",
    },
    { title: "both of them enough", given: { ...least, min: 1 }, facts: coverage(says("1,500%")), is: "met" },
    {
      title: "both of them little enough",
      given: most,
      facts: coverage(says("1,500%")),
      is: "unmet metric/out-of-bounds",
    },
    { title: "negative", given: most, facts: coverage(says("Change: -3%")), is: "met" },
    { title: "at most", given: most, facts: coverage(says("5.1 %")), is: "unmet metric/out-of-bounds" },
    { title: "between", given: { ...least, max: 95 }, facts: coverage(says("96%")), is: "unmet metric/out-of-bounds" },
    { title: "no number", given: least, facts: coverage(says("Coverage is fine")), is: "unmet metric/no-number" },
    {
      title: "a number that is no percentage",
      given: least,
      facts: coverage(says("95 files")),
      is: "unmet metric/no-number",
    },
    { title: "no text", given: least, facts: coverage(says("")), is: "unmet metric/no-number" },
    {
      title: "by a pattern",
      given: { ...most, pattern: "p95: (\\d+) ms", max: 300 },
      facts: coverage(says("99%, p95: 280 ms")),
      is: "met",
    },
    {
      title: "by a pattern without a group",
      given: { ...most, pattern: "\\d+" },
      facts: coverage(says("5 defects")),
      is: "met",
    },
    {
      title: "by a pattern that finds a word",
      given: { ...most, pattern: "(\\w+) defects" },
      facts: coverage(says("no defects")),
      is: "unmet metric/no-number",
    },
    {
      title: "by a group that is left out",
      given: { ...most, pattern: "a(\\d)?b" },
      facts: coverage(says("ab")),
      is: "unmet metric/no-number",
    },
    {
      title: "a check that failed",
      given: least,
      facts: coverage(says("99%", "failure")),
      is: "unmet metric/check-failed",
    },
    { title: "a check that runs", given: least, facts: coverage(says("99%", "pending")), is: "waiting metric/pending" },
    { title: "a check that only informs", given: least, facts: coverage(says("99%", "neutral")), is: "met" },
    {
      title: "a check that was skipped",
      given: least,
      facts: coverage(says("99%", "skipped")),
      is: "unmet metric/not-run",
    },
    { title: "a check that did not run", given: least, facts: coverage(), is: "waiting metric/absent" },
    { title: "two runs, both enough", given: least, facts: coverage(says("99%"), says("91%")), is: "met" },
    {
      title: "two runs, one too low",
      given: least,
      facts: coverage(says("99%"), says("9%")),
      is: "unmet metric/out-of-bounds",
    },
    {
      title: "two runs, one silent",
      given: least,
      facts: coverage(says("99%"), says("")),
      is: "unmet metric/no-number",
    },
    {
      title: "two runs, one failed",
      given: least,
      facts: coverage(says("99%"), says("99%", "failure")),
      is: "unmet metric/check-failed",
    },
    {
      title: "two runs, one not done",
      given: least,
      facts: coverage(says("99%"), says("", "pending")),
      is: "waiting metric/pending",
    },
    { title: "two runs, one skipped", given: least, facts: coverage(says("99%"), says("", "skipped")), is: "met" },
    {
      title: "another check was read",
      given: { ...least, check: "other" },
      facts: coverage(says("99%")),
      is: "error metric/unknown",
    },
    {
      title: "a commit status, which every writer can set",
      given: least,
      facts: coverage(says("99%", "success", null)),
      is: "unmet metric/not-trusted",
    },
    {
      title: "a commit status beside a run",
      given: least,
      facts: coverage(says("99%", "success", null), says("80%")),
      is: "unmet metric/out-of-bounds",
    },
    {
      title: "a commit status that is asked for",
      given: { ...least, statuses: true },
      facts: coverage(says("99%", "success", null)),
      is: "met",
    },
    {
      title: "a status and a run where both count",
      given: { ...least, statuses: true },
      facts: coverage(says("99%", "success", null), says("80%")),
      is: "unmet metric/out-of-bounds",
    },
    {
      title: "the App that is asked for",
      given: { ...least, app: "Codecov" },
      facts: coverage(says("95%", "success", "codecov"), says("10%")),
      is: "met",
    },
    {
      title: "another App than the one that is asked for",
      given: { ...least, app: "codecov" },
      facts: coverage(says("95%"), says("95%", "success", null)),
      is: "unmet metric/not-trusted",
    },
    { title: "nothing was read", given: least, facts: {}, is: "error metric/unknown" },
    { title: "in a file", given: inFile, facts: report('{"total":{"lines":{"pct":91.2}}}'), is: "met" },
    {
      title: "in a file, as text",
      given: inFile,
      facts: report('\uFEFF{"total":{"lines":{"pct":"91.2%"}}}'),
      is: "met",
    },
    {
      title: "in a file, too low",
      given: inFile,
      facts: report('{"total":{"lines":{"pct":12}}}'),
      is: "unmet metric/out-of-bounds",
    },
    { title: "not where it should be", given: inFile, facts: report('{"total":{}}'), is: "unmet metric/no-number" },
    {
      title: "something else there",
      given: inFile,
      facts: report('{"total":{"lines":{"pct":true}}}'),
      is: "unmet metric/no-number",
    },
    {
      title: "Unknown",
      given: inFile,
      facts: report('{"total":{"lines":{"pct":"Unknown"}}}'),
      is: "unmet metric/no-number",
    },
    { title: "broken JSON", given: inFile, facts: report("{"), is: "unmet metric/unreadable" },
    { title: "a file that can't be read", given: inFile, facts: report(null), is: "unmet metric/unreadable" },
    { title: "no file", given: inFile, facts: report(), is: "unmet metric/no-file" },
    { title: "the file was not read", given: inFile, facts: {}, is: "error metric/unknown" },
    {
      title: "two files, one too low",
      given: inFile,
      facts: report('{"total":{"lines":{"pct":99}}}', '{"total":{"lines":{"pct":9}}}'),
      is: "unmet metric/out-of-bounds",
    },
    {
      title: "a percentage in a text file",
      given: { file: "report.json", min: 90 },
      facts: report("Coverage: 93 %"),
      is: "met",
    },
    {
      title: "a pattern in a text file",
      given: { file: "report.json", pattern: "p95=(\\d+)", max: 300 },
      facts: report("p95=310"),
      is: "unmet metric/out-of-bounds",
    },
    {
      title: "a parameter without a value",
      given: { file: "docs/{feature}.md", min: 1 },
      facts: report(),
      is: "unmet metric/parameter",
    },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ metric: given }, facts))).toBe(is);
  });

  test.each<{ given: unknown; facts: Given; is: string }>([
    { given: least, facts: coverage(says("80 %")), is: "met" },
    { given: least, facts: coverage(says("95 %")), is: "unmet not/met" },
    { given: least, facts: coverage(says("no number")), is: "unmet not/unknown" },
    { given: least, facts: coverage(says("80 %", "failure")), is: "unmet not/unknown" },
    { given: least, facts: coverage(says("", "skipped")), is: "unmet not/unknown" },
    { given: least, facts: coverage(says("80 %", "success", null)), is: "unmet not/unknown" },
    { given: least, facts: coverage(), is: "waiting not/waiting" },
    { given: { ...least, min: 2 }, facts: coverage(says("1,500%")), is: "unmet not/unknown" },
    { given: least, facts: coverage(says("95,500%"), says("80 %")), is: "met" },
    { given: inFile, facts: report(), is: "unmet not/unknown" },
    { given: inFile, facts: report("{"), is: "unmet not/unknown" },
    { given: inFile, facts: report("{}"), is: "unmet not/unknown" },
  ])("the opposite of $given with $facts: $is", ({ given, facts, is }) => {
    expect(shown(judge({ not: { metric: given } }, facts))).toBe(is);
  });

  test.each<{ given: unknown; facts: Given; is: object }>([
    {
      given: least,
      facts: coverage({ ...says("Lines: 91.2 %"), url: "https://ci.example/1" }),
      is: {
        state: "met",
        reason: "`coverage` says `91.2`: at least 90, as asked.",
        evidence: [{ text: "91.2 in coverage (at least 90)", url: "https://ci.example/1" }],
      },
    },
    {
      given: { ...least, max: 100 },
      facts: coverage(says("80%")),
      is: {
        state: "unmet",
        code: "metric/out-of-bounds",
        reason: "`coverage` says `80`, but it must be between 90 and 100.",
        remedy: "See to it that the number is between 90 and 100, and push.",
        short: "80, not between 90 and 100",
        actors: [{ kind: "author", login: "ada" }],
      },
    },
  ])("says $is.reason", ({ given, facts, is }) => {
    expect(judge({ metric: given }, facts)).toEqual(is);
  });

  test.each<{ given: unknown; facts: Given; reason: string }>([
    { given: least, facts: coverage(says("fine")), reason: "`coverage` does not hold a percentage." },
    {
      given: { ...least, pattern: "is (.*)" },
      facts: coverage(says("Coverage is fine")),
      reason: "`coverage` does not hold a number where `is (.*)` matches: `fine` is no number.",
    },
    { given: inFile, facts: report("{}"), reason: "`report-1.json` does not hold a number at `/total/lines/pct`." },
    { given: inFile, facts: report("{"), reason: "`report-1.json` is not valid JSON." },
    { given: inFile, facts: report(), reason: "There is no `report.json` at the head." },
    {
      given: { ...least, min: 2 },
      facts: coverage(says("1,500%")),
      reason: "`coverage` says `1,500`, but it must be at least 2. It can be read as 1.5 or 1500.",
    },
    {
      given: least,
      facts: coverage(says("99%", "failure")),
      reason: "`coverage` did not succeed on the head commit, so its number does not count.",
    },
    { given: least, facts: coverage(), reason: "`coverage` has not reported on the head commit." },
  ])("says why: $reason", ({ given, facts, reason }) => {
    expect(judge({ metric: given }, facts)).toMatchObject({ reason });
  });

  test.each([
    { given: least, says: "a percentage in `coverage` at least 90", needs: { outputs: ["coverage"], documents: [] } },
    {
      given: inFile,
      says: "a number at `/total/lines/pct` in `report.json` at least 90",
      needs: { documents: ["report.json"], outputs: [] },
    },
    { given: { file: "a", pattern: "b", max: 1 }, says: "a number where `b` matches in `a` at most 1", needs: {} },
  ])("describes itself and its needs: $says", ({ given, says: words, needs }) => {
    expect(requirement({ metric: given }).describe()).toBe(words);
    expect(requirement({ metric: given }).needs()).toMatchObject(needs);
  });

  test.each([
    { given: { max: 1 }, problem: "Say either `check` or `file`." },
    { given: { file: "a", app: "b", max: 1 }, problem: "`app` and `statuses` say whose `check` counts" },
    { given: { file: "a", statuses: true, max: 1 }, problem: "`app` and `statuses` say whose `check` counts" },
    { given: { check: "a", app: "b", statuses: true, max: 1 }, problem: "No App stands behind a commit status" },
    { given: { check: "a", file: "b", max: 1 }, problem: "Say either `check` or `file`." },
    { given: { check: "a" }, problem: "Say `min`, `max` or both." },
    { given: { check: "a", pointer: "/a", max: 1 }, problem: "A `pointer` leads into a `file`" },
    { given: { file: "a", pointer: "/a", pattern: "b", max: 1 }, problem: "Say either `pointer` or `pattern`." },
    { given: { file: "a", pointer: "a", max: 1 }, problem: "begins with `/`" },
    { given: { file: "a", pointer: "/~2", max: 1 }, problem: "begins with `/`" },
    { given: { check: "a", pattern: "(", max: 1 }, problem: "not an RE2 pattern" },
    { given: { check: "a", min: 2, max: 1 }, problem: "`min` is more than `max`; swap them." },
    { given: { check: "a", min: "2" }, problem: "expected number" },
    { given: { check: " ", min: 2 }, problem: "check" },
    { given: "coverage", problem: "expected object" },
  ])("$given: $problem", ({ given, problem }) => {
    expect(JSON.stringify(RequirementSchema.safeParse({ metric: given }).error?.issues)).toContain(problem);
  });
});
