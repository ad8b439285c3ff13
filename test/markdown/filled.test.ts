import { describe, expect, test } from "@jest/globals";
import { countWords, filled } from "../../src/markdown/filled.ts";
import { judge, sectionsOf, underHeading } from "./reading.ts";

describe("honest answers pass", () => {
  test.each([
    "None: configuration only",
    "None - configuration only",
    "None, config only",
    "**None, config only**",
    "N/A, docs only",
    "N/A: docs only",
    "No user-visible change.",
    "Nothing changes for users.",
    "Keine: nur Konfiguration",
    "Aucun : configuration seulement",
    "Ninguno, solo documentación",
    "无：仅修改配置",
    "なし（設定のみ）",
    "設定ファイルのみの変更です。",
    "仅修改配置，无用户影响。",
    "없음: 설정만 변경",
    "لا شيء: تغيير في الإعدادات فقط",
    "Нет: только конфигурация",
    "Impact: none, config only",
    "**Impact:** none, config only",
    "**Impact:**\nlow, one service",
    "**Impact:**\n\nlow, one service",
    "**Impact:**\n\n- low\n- one service",
    "Impact:\nlow, one service",
    "Steps:\n\n1. Revert the commit\n2. Redeploy",
    "- Revert the commit",
    "1. Revert the commit",
    "Rollback: revert PR #12",
    "revert #12",
    "Fixes #123",
    "Fixes: #123",
    "Closes acme/api#7",
    "Date: 2026-03-01",
    "2026-03-01",
    "Date (YYYY-MM-DD): 2026-03-01",
    "Risk (low/medium/high): low",
    "Breaking change? No",
    "@ops",
    "Owner: @octocat",
    "42",
    "Error rate > 2% for 5 minutes",
    "- Error rate increases by >2%\n- Response time increases by >300ms",
    "Latency <5 ms and >10 rps",
    "a < b and c > d",
    "Generics such as Map<string, number> and Array<string>, List<T> too",
    "Reads array[0] and rows[index]",
    "Adds the [WIP] prefix to drafts",
    "[WIP] moves the cache to Redis",
    "[API gateway] Add the tenants route",
    "[api] [web] Rename tenant to account",
    "Skips the build with [skip ci]",
    "As shown before [1], it is faster [2].",
    "Measured twice.[^1]\n\n[^1]: On a laptop.",
    "See [the plan][plan].\n\n[plan]: https://example.org/plan",
    "See the plan.\n\n[link]: https://example.org/plan",
    "[the plan](https://example.org/plan)",
    "https://example.org/rollback",
    "<https://example.org/rollback>",
    "<ops@example.org>",
    "Press <kbd>Ctrl</kbd> first<br>then wait",
    "<details>\n<summary>Log</summary>\n\nAll green.\n\n</details>",
    "<p>Plain words in HTML.</p>",
    "Adds a TODO list feature",
    "Removes the todo items of closed projects",
    "Set `[timeout]` to `<seconds>`",
    "`TODO` comments are gone",
    "Uses `{{ value }}` in the chart",
    "`make rollback`",
    "```\nmake rollback\n```",
    "```release-note\nThe login page remembers the language.\n```",
    "```release-note\nNONE: internal refactoring\n```",
    "```python\n...\nprint(name)\n```",
    "🚀 Faster start, ✅ tested",
    "**Faster start**",
    "| Field | Value |\n|---|---|\n| Risk | low |\n| Owner | bob |",
    "| Check | iOS | Android |\n|---|---|---|\n| Login | ✅ | - |\n| Logout | - | ✅ |",
    "| Column | Type |\n|---|---|\n| name | text |\n| date | date |",
    "| Before | After |\n|---|---|\n| ![](https://example.org/a.png) | ![](https://example.org/b.png) |",
    "![after](https://example.org/after.png)",
    '<img width="300" src="https://example.org/after.png">',
    "<table><tr><th>Risk</th><td>low</td></tr></table>",
    "Retries N times, waits N seconds between",
    "There are two causes,\ne.g. the cache is cold",
    "It is tested as follows:\n\n```\nmake test\n```",
    "Tested: y",
    "x",
    "What was slow? The query ran twice.",
    "Docs are at docs/{feature}/plan.md",
    "Describe calls are cached now",
    "Add a retry to the payment client",
    "Delete stale sessions after a day",
    "List users by team",
    "Explain plans are logged",
    "Select users with one query",
    "Remove dead code",
    "Check all usages of the flag",
    "A short pause is added before each retry",
    "When the cache is cold the first request is slow",
    "Which is why the flag stays off.",
    "- [x] Bug fix\n- [ ] Feature",
    "Select one:\n\n- [x] Bug fix\n- [ ] Feature",
    "Please delete options that are not relevant.\n\n- [x] Bug fix\n- [ ] Feature",
    "<!-- Describe the impact -->\nNobody notices.",
    "Please describe the impact.\n\nNobody notices.",
    "What does this change?\n\nNothing visible.",
    "> Tell us what changes.\n\nNothing visible.",
    "Summary of the changes\n\n- Faster start",
    "\u202Eright to left\u202C text",
    "x".repeat(5000),
  ])("%s", (text) => {
    expect(judge(text)).toMatchObject({ filled: true });
  });
});

describe("what is not an answer is named with its line", () => {
  test.each([
    ["", "empty", "is empty", 1],
    ["<!-- describe -->", "empty", "is empty", 1],
    ["---", "empty", "is empty", 1],
    ["- \n- ", "empty", "is empty", 1],
    ["1.\n2.", "empty", "is empty", 1],
    ["| a | b |\n|---|---|\n|  |  |", "empty", "is empty", 1],
    ["[plan]: https://example.org", "empty", "is empty", 1],
    ["```\n\n```", "empty", "is empty", 1],
    ["- [ ] a\n- [ ] b", "empty", "holds only open boxes", 1],
    ["👍", "template", "holds only titles, questions and instructions", 1],
    ["Why is this needed?", "template", "holds only titles, questions and instructions", 1],
    ["TBD", "placeholder", "still holds the placeholder “TBD” (line 3)", 3],
    ["Owner: TBD", "placeholder", "still holds the placeholder “TBD” (line 3)", 3],
    ["It is TBD who does it", "placeholder", "still holds the placeholder “TBD” (line 3)", 3],
    ["TODO: write this", "placeholder", "still holds the placeholder “TODO” (line 3)", 3],
    ["负责人：待定", "placeholder", "still holds the placeholder “待定” (line 3)", 3],
    [
      "Good.\n\n- [Step 1 - e.g., revert PR]",
      "placeholder",
      "still holds the placeholder “[Step 1 - e.g., revert PR]” (line 5)",
      5,
    ],
    ["- Error rate increases by >X%", "placeholder", "still holds the placeholder “>X%” (line 3)", 3],
    ["Wait [X days] first", "placeholder", "still holds the placeholder “[X days]” (line 3)", 3],
    ["Ask <your team>", "placeholder", "still holds the placeholder “<your team>” (line 3)", 3],
    ["**<name>** does it", "placeholder", "still holds the placeholder “<name>” (line 3)", 3],
    ["Ask the [team name] first", "placeholder", "still holds the placeholder “[team name]” (line 3)", 3],
    ["Ask {{team}} first", "placeholder", "still holds the placeholder “{{team}}” (line 3)", 3],
    ["Owner: ____", "placeholder", "still holds the placeholder “____” (line 3)", 3],
    ["Owner: `TBD`", "placeholder", "still holds the placeholder “TBD” (line 3)", 3],
    ["Fixes #", "placeholder", "still holds the placeholder “Fixes #” (line 3)", 3],
    ["Done. Fixes # (issue)", "placeholder", "still holds the placeholder “Fixes # (issue)” (line 3)", 3],
    ["See [the ticket](url)", "placeholder", "still holds the placeholder “[the ticket](url)” (line 3)", 3],
    ["![Uploading a.png…]()", "placeholder", "still holds the placeholder “![Uploading a.png…]()” (line 3)", 3],
    ["```\n<paste the log here>\n```", "placeholder", "still holds the placeholder “<paste the log here>” (line 4)", 4],
    [
      "```sh\n# [Commands to roll back]\n```",
      "placeholder",
      "still holds the placeholder “[Commands to roll back]” (line 4)",
      4,
    ],
    ["    TBD", "placeholder", "still holds the placeholder “TBD” (line 3)", 3],
    ["| F | V |\n|---|---|\n| Risk | TBD |", "placeholder", "still holds the placeholder “TBD” (line 5)", 5],
    ["| F | V |\n|---|---|\n| Owner | bob |\n| Risk | |", "empty-field", "leaves “Risk” empty (line 6)", 6],
    ["| F | V |\n|---|---|\n| Owner | bob |\n| Risk | - |", "empty-field", "leaves “Risk” empty (line 6)", 6],
    [
      "<table>\n<tr><td>Owner</td><td>bob</td></tr>\n<tr><td>Risk</td><td> </td></tr>\n</table>",
      "empty-field",
      "leaves “Risk” empty (line 5)",
      5,
    ],
    ["**Owner:** bob\n**Risk:**", "empty-field", "leaves “Risk” empty (line 4)", 4],
    ["**Risk:**\n**Owner:** bob", "empty-field", "leaves “Risk” empty (line 3)", 3],
    ["**Steps:**\n\n1.\n2.\n\n**Owner:** bob", "empty-field", "leaves “Steps” empty (line 3)", 3],
    ["**Risk** —\n\n**Owner:** bob", "empty-field", "leaves “Risk” empty (line 3)", 3],
    ["- Owner: bob\n- Risk:", "empty-field", "leaves “Risk” empty (line 4)", 4],
    ["- Risk:\n- Owner: bob", "empty-field", "leaves “Risk” empty (line 3)", 3],
    ["- [x] Bug fix\n- [x] Other:", "empty-field", "leaves “Other” empty (line 4)", 4],
    ["Owner: bob\n\nRisk:", "empty-field", "leaves “Risk” empty (line 5)", 5],
    ["None", "none", "says “None” without a reason (line 3)", 3],
    ["**N/A**", "none", "says “N/A” without a reason (line 3)", 3],
    ["- n/a", "none", "says “n/a” without a reason (line 3)", 3],
    ["Impact: none", "none", "says “Impact: none” without a reason (line 3)", 3],
    ["```release-note\nNONE\n```", "none", "says “NONE” without a reason (line 4)", 4],
    ["なし", "none", "says “なし” without a reason (line 3)", 3],
    ["| F | V |\n|---|---|\n| Risk | N/A |", "none", "says “N/A” without a reason (line 5)", 5],
  ])("%j: %s", (...[text, what, reason, line]) => {
    expect(judge(text)).toEqual({ filled: false, what, reason, line });
  });
});

describe("a known template", () => {
  test.each([
    ["label on the line", "Impact:\nRollback:", "Impact: none, config only\nRollback: revert #12"],
    ["label and answer below", "1. What changes?\n2. Why?", "1. What changes?\n   A retry.\n2. Why?\n   Timeouts."],
    ["no to a question on its line", "Breaking change?", "Breaking change? No"],
    ["no below a question", "Is this a breaking change?", "Is this a breaking change?\n\nNo"],
    ["a bold answer", "Describe the impact on users.", "Describe the impact on users.\n\n**None, config only**"],
    ["an answer in the same paragraph", "Describe the impact.", "Describe the impact. Nobody notices."],
    ["an instruction as an answer", "<!-- summary -->", "Please describe calls by their id from now on."],
    ["a question as an answer", "<!-- open points -->", "Should the old flag stay?"],
    ["two words of the template", "Options: blue green, canary", "blue green"],
    ["an option left of boxes", "- [ ] No breaking changes at all\n- [ ] Breaking", "No breaking changes at all"],
    ["an option left of bullets of boxes", "- [ ] Low\n- [ ] High", "- Low"],
    ["a tick", "Check one:\n\n- [ ] Low\n- [ ] High", "Check one:\n\n- [x] Low\n- [ ] High"],
    [
      "an optional label left empty",
      "**Why?**\n\n**Screenshots (optional)**",
      "**Why?**\n\nTimeouts.\n\n**Screenshots (optional)**",
    ],
    ["a row", "| F | V |\n|---|---|\n| Risk | |", "| F | V |\n|---|---|\n| Risk | low |"],
    ["code", "```release-note\nNONE\n```", "```release-note\nFaster start\n```"],
  ])("%s passes", (_, template, text) => {
    expect(judge(text, template)).toMatchObject({ filled: true });
  });

  test.each([
    ["itself", "Anything at all.", "Anything at all.", "template", "holds nothing but the template's text"],
    ["prefilled code", "```\nNONE\n```", "```\nNONE\n```", "template", "holds nothing but the template's text"],
    ["a tick of the template", "- [x] Read", "- [x] Read", "template", "holds nothing but the template's text"],
    ["an emoji of the template", "🚀", "🚀", "template", "holds nothing but the template's text"],
    [
      "all options as bullets",
      "- [ ] Low\n- [ ] High",
      "- Low\n- High",
      "template",
      "holds nothing but the template's text",
    ],
    [
      "a tick beside prose",
      "What changes, in detail.\n\n- [ ] Read",
      "- [x] Read\n\nWhat changes, in detail.",
      "template",
      "holds nothing but the template's text",
    ],
    [
      "a tick beside hidden prose",
      "<!-- Describe the change -->\n\n- [ ] Read",
      "- [x] Read",
      "template",
      "holds nothing but the template's text",
    ],
    [
      "a part of a sentence",
      "Say in a few words what changes",
      "in a few words what changes",
      "template",
      "holds nothing but the template's text",
    ],
    ["no to what", "What changes?", "What changes?\n\nNo", "none", "says “No” without a reason (line 5)"],
    ["a label left", "Impact:\nRollback:", "Impact: low\nRollback:", "empty-field", "leaves “Rollback” empty (line 4)"],
    [
      "a label left before",
      "Impact:\nRollback:\nOwner:",
      "Impact:\nRollback:\nOwner: bob",
      "empty-field",
      "leaves “Impact” empty (line 3)",
    ],
    [
      "a question left",
      "1. What?\n2. Why?",
      "1. What?\n   A retry.\n2. Why?",
      "empty-field",
      "leaves “Why?” empty (line 5)",
    ],
    [
      "a bold title left",
      "**What**\n\n**Why**",
      "**What**\n\nA retry.\n\n**Why**",
      "empty-field",
      "leaves “Why” empty (line 7)",
    ],
  ])("%s does not", (...[, template, text, what, reason]) => {
    expect(judge(text, template)).toMatchObject({ filled: false, what, reason });
  });
});

test("a heading that asks makes “no” an answer, unless it asks what or how", () => {
  expect(filled(underHeading("No", "Is this a breaking change?"))).toMatchObject({ filled: true });
  expect(filled(underHeading("No", "How do we roll back?"))).toMatchObject({ filled: false, what: "none" });
  expect(filled(underHeading("N/A", "Is this a breaking change?"))).toMatchObject({ filled: false, what: "none" });
});

test("too few words are counted, labels of rows and addresses apart", () => {
  const section = underHeading("| F | V |\n|---|---|\n| The name | https://example.org/a/b/c |");
  expect(filled(section, { minWords: 2 })).toEqual({
    filled: false,
    what: "short",
    reason: "has 1 of at least 2 words",
    line: 1,
  });
});

test("“none” is enough where it is accepted", () => {
  expect(filled(underHeading("None"), { acceptNone: true })).toEqual({ filled: true, words: 1 });
});

const plan = (rise: string, step: string) =>
  `# Plan\n### Trigger Conditions\n- Error rate increases by >${rise}\n### Rollback Steps\n1. ${step}\n`;
const judgeWhole = (text: string) =>
  sectionsOf(text)
    .map((section) => filled(section))
    .slice(1);

test("a rollback plan passes once its numbers and steps are real", () => {
  expect(judgeWhole(plan("X%", "[Step 1 - e.g., revert PR]"))).toMatchObject([
    { reason: "still holds the placeholder “>X%” (line 3)", line: 3 },
    { reason: "still holds the placeholder “>X%” (line 3)", line: 3 },
    { reason: "still holds the placeholder “[Step 1 - e.g., revert PR]” (line 5)", line: 5 },
  ]);
  expect(judgeWhole(plan("2%", "Revert the pull request"))).toMatchObject([
    { filled: true },
    { filled: true },
    { filled: true },
  ]);
});

describe("open boxes as planned work", () => {
  test.each([
    { text: "- [ ] Write the migration\n- [x] Try it on a copy", is: true },
    { text: "- [ ] Write the migration", is: true },
    { text: "- [ ] [Specific task description]", is: false },
    { text: "- [ ] Write it\n- [ ] **Task 2**: [Specific task description]", is: false },
    { text: "- [ ] \n- [ ] ", is: false },
    { text: "- [ ] Write it\n- [ ] Reviewed by:", is: false },
  ])("$text", ({ text, is }) => {
    expect(filled(underHeading(text), { acceptBoxes: true }).filled).toBe(is);
  });

  test("those of the template are nobody's plan", () => {
    const template = underHeading("- [ ] Code review completed");
    const given = underHeading("- [ ] Code review completed");
    expect(filled(given, { template, acceptBoxes: true }).filled).toBe(false);
  });
});

test.each([
  ["one two", 2],
  ["変更なし", 2],
  ["https://example.org/a/b", 1],
  ["", 0],
])("%j has %d words", (text, words) => {
  expect(countWords(text)).toBe(words);
});
