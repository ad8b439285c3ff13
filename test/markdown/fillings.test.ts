import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { filled } from "../../src/markdown/filled.ts";
import { sectionsOf } from "./reading.ts";

type Edit = readonly [from: string, to: string];

interface Filling {
  readonly file: string;
  readonly heading: string;
  /** What an author writes in place of what; without the last of them, the section still waits. */
  readonly edits: readonly Edit[];
  /** Where the section waits without the last edit; absent where nothing can be named then. */
  readonly left?: string;
  /** Without the template nobody can tell that the section still waits. */
  readonly knownOnly?: boolean;
}

const FILLINGS: readonly Filling[] = [
  {
    file: "github-classic",
    heading: "Description",
    edits: [
      ["Please include a summary", "Retries timeouts.\n\nPlease include a summary"],
      ["# (issue)", "#12"],
    ],
    left: "Fixes # (issue)",
  },
  { file: "github-classic", heading: "Type of change", edits: [["- [ ] Bug fix", "- [x] Bug fix"]] },
  {
    file: "github-classic",
    heading: "Test Configuration",
    edits: [
      ["version:", "version: 2.1"],
      ["Hardware:", "Hardware: none needed"],
      ["Toolchain:", "Toolchain: Node 20"],
    ],
    left: "* Toolchain:",
  },
  { file: "angular-like", heading: "PR Type", edits: [["- [ ] Bugfix", "- [x] Bugfix"]] },
  {
    file: "angular-like",
    heading: "What is the current behavior?",
    edits: [["Number: N/A", "Number: #7, it times out"]],
  },
  { file: "angular-like", heading: "Does this PR introduce a breaking change?", edits: [["- [ ] No", "- [x] No"]] },
  {
    file: "angular-like",
    heading: "What is the new behavior?",
    edits: [["new behavior?\n", "new behavior?\nIt waits."]],
  },
  {
    file: "kubernetes-like",
    heading: "Does this PR introduce a user-facing change?",
    edits: [["```release-note\n\n", "```release-note\nThe scheduler counts pods once.\n"]],
  },
  {
    file: "kubernetes-like",
    heading: "Does this PR introduce a user-facing change?",
    edits: [["```release-note\n\n", "```release-note\nNONE: refactoring\n"]],
  },
  {
    file: "kubernetes-like",
    heading: "Which issue(s) this PR is related to:",
    edits: [["Fixes #\n", "Fixes #99\n"]],
    left: "Fixes #",
  },
  { file: "release-note-none", heading: "Release notes", edits: [["NONE", "Adds a retry."]] },
  { file: "emoji-headings", heading: "🚀 What & why", edits: [["needed.\n", "needed.\n\nNone: configuration only\n"]] },
  {
    file: "emoji-headings",
    heading: "🧪 How to test",
    edits: [
      ["Describe the first step here", "Start it"],
      ["Describe the second step here", "Stop it"],
    ],
  },
  { file: "emoji-headings", heading: "⚠️ Risks", edits: [["- [ ] None", "- [x] None"]] },
  {
    file: "emoji-headings",
    heading: "📸 Screenshots",
    edits: [["|        |       |", "| ![](https://e.org/a.png) | ![](https://e.org/b.png) |"]],
  },
  {
    file: "table-fields",
    heading: "Change record",
    edits: [
      ["| Risk             |       |", "| Risk | low |"],
      ["| Owner            |       |", "| Owner | @ops |"],
      ["| Rollback command |       |", "| Rollback command | `make back` |"],
      ["| Deploy date      |       |", "| Deploy date | 2026-03-01 |"],
    ],
    left: "| Deploy date",
  },
  {
    file: "table-fields",
    heading: "Approvals",
    edits: [
      ["[name] | YYYY-MM-DD", "Ada | 2026-03-01"],
      ["[name] | YYYY-MM-DD", "Bob | 2026-03-01"],
    ],
    left: "| Security",
  },
  { file: "details-blocks", heading: "Summary", edits: [["<!-- your summary -->", "Adds a retry."]] },
  {
    file: "details-blocks",
    heading: "Test evidence",
    edits: [["<paste your logs here>", "12 passed"]],
    left: "<paste your logs here>",
  },
  {
    file: "html-prompts",
    heading: "Rollback",
    edits: [
      ["`deploy <previous version>`", "`deploy 1.2`"],
      ["<who must be told>", "tell @ops"],
    ],
    left: "<who must be told>",
  },
  {
    file: "html-prompts",
    heading: "Approach",
    edits: [["<describe-your-approach>", "Count the pods once"]],
    left: "<describe-your-approach>",
  },
  { file: "bold-pseudo-headings", heading: "Release note", edits: [["TBD", "Faster start"]], left: "TBD" },
  { file: "bold-pseudo-headings", heading: "How was it tested?", edits: [["- \n", "- In staging\n"]] },
  {
    file: "bold-fields",
    heading: "Deployment",
    edits: [
      ["**Service:**", "**Service:** api"],
      ["**Owner:** ", "**Owner:** @ops"],
      ["YYYY-MM-DD", "2026-03-01"],
      ["[none / low / high]", "none, config only"],
      ["**Rollback:**", "**Rollback:** revert PR #12"],
    ],
    left: "**Rollback:**",
  },
  {
    file: "bullet-fields",
    heading: "Readiness",
    edits: [
      ["Impact:", "Impact: none, config only"],
      ["Monitoring:", "Monitoring: error rate"],
      ["Rollback:", "Rollback: revert #3"],
      ["contact:", "contact: @ops"],
    ],
    left: "- On-call contact:",
  },
  {
    file: "bullet-fields",
    heading: "Links",
    edits: [
      ["<https://...>", "<https://example.org/d>"],
      ["(url)", "(https://example.org/x)"],
    ],
    left: "[link](url)",
  },
  {
    file: "mustache",
    heading: "Rollback",
    edits: [
      ["{{sha}}", "1a2b3c4"],
      ["{{service}}", "the api"],
    ],
    left: "{{service}}",
  },
  {
    file: "underscores",
    heading: "Sign-off",
    edits: [
      ["____________", "Ada"],
      ["____/____/______", "2026-03-01"],
      ["______", "2.1"],
      ["________", "production"],
    ],
    left: "deployed to ________",
  },
  { file: "eg-prompts", heading: "Version", edits: [["e.g. 1.2.3", "2.0.1"]], left: "e.g. 1.2.3" },
  {
    file: "eg-prompts",
    heading: "Impact",
    edits: [["(e.g. checkout is slower while the cache warms up)", "None: docs only"]],
    left: "(e.g.",
  },
  {
    file: "tbd-everywhere",
    heading: "Rollout",
    edits: [
      ["Stage 1: TBD", "Stage 1: 5 % of users"],
      ["to be determined", "everyone after a day"],
    ],
    left: "Stage 2",
  },
  { file: "setext", heading: "Motivation", edits: [["needed?\n", "needed?\n\nTimeouts.\n"]] },
  {
    file: "numbered-prompts",
    heading: "Pull request",
    knownOnly: true,
    edits: [
      ["do?", "do?\n   Adds a retry."],
      ["needed?", "needed?\n   Timeouts."],
      ["tested?", "tested?\n   In staging."],
      ["wrong?", "wrong?\n   Nothing: it is behind a flag."],
    ],
    left: "4. What could",
  },
  {
    file: "numbered-steps",
    heading: "Rollback steps",
    edits: [
      ["Step 1", "Revert the commit"],
      ["Step 2", "Redeploy"],
      ["...", "Tell @ops"],
    ],
    left: "3. ...",
  },
  {
    file: "rollback-plan",
    heading: "Trigger Conditions",
    edits: [
      ["X%", "2%"],
      ["Yms", "300ms"],
      ["[Other condition]", "Three complaints"],
    ],
    left: "[Other condition]",
  },
  {
    file: "rollback-plan",
    heading: "Rollback Steps",
    edits: [
      ["[Step 1 - e.g., revert PR]", "Revert the PR"],
      ["[Step 2 - e.g., redeploy]", "Redeploy"],
    ],
    left: "[Step 2",
  },
  {
    file: "rollback-plan",
    heading: "Communication",
    edits: [
      ["[team or person]", "@ops"],
      ["[channel]", "deploys"],
      ["[X minutes]", "10 minutes"],
    ],
    left: "[X minutes]",
  },
  {
    file: "quoted-instructions",
    heading: "Migration",
    edits: [["why.\n", "why.\n\nNone: the column is new and empty.\n"]],
  },
  {
    file: "quoted-instructions",
    heading: "Monitoring",
    edits: [["deployment?\n", "deployment?\n\nError rate > 2% for 5 minutes\n"]],
  },
  {
    file: "checklist-only",
    heading: "Before you merge",
    knownOnly: true,
    edits: [["- [ ] Tests pass", "- [x] Tests pass"]],
  },
  { file: "choices", heading: "Risk level", edits: [["- [ ] Low", "- [x] Low"]] },
  { file: "choices", heading: "Risk level", edits: [["- [ ] Low\n- [ ] Medium\n- [ ] High", "- Low"]] },
  {
    file: "choices",
    heading: "Rollout (choose one of the following options)",
    edits: [
      ["low/medium/high", "low"],
      ["yes/no", "no"],
    ],
    left: "Breaking: yes/no",
  },
  { file: "japanese", heading: "概要", edits: [["ください。", "ください。\n\n設定ファイルのみの変更です。"]] },
  {
    file: "japanese",
    heading: "影響範囲",
    edits: [
      ["サービス：", "サービス：なし（設定のみ）"],
      ["ユーザー：", "ユーザー：なし"],
    ],
    left: "影響するユーザー",
  },
  {
    file: "japanese",
    heading: "切り戻し手順",
    edits: [
      ["【手順を記入】", "PRを元に戻す"],
      ["ここに手順を記入してください", "再デプロイする"],
    ],
  },
  { file: "chinese", heading: "影响范围", edits: [["【请填写受影响的模块】", "仅配置，无用户影响"]], left: "【请填写" },
  {
    file: "chinese",
    heading: "测试",
    edits: [
      ["环境：", "环境：预发布"],
      ["待填写", "全部通过"],
    ],
    left: "测试结果",
  },
  {
    file: "german",
    heading: "Auswirkung",
    edits: [
      ["Dienste:**", "Dienste:** keine, nur Konfiguration"],
      ["[X Minuten]", "keine Minute"],
    ],
    left: "[X Minuten]",
  },
  {
    file: "german",
    heading: "Rückfallplan",
    edits: [
      ["Schritt 1", "PR zurücknehmen"],
      ["Schritt 2", "Neu ausrollen"],
    ],
    left: "2. Schritt 2",
  },
  {
    file: "german",
    heading: "Termin",
    edits: [
      ["TT.MM.JJJJ", "01.03.2026"],
      ["noch offen", "Ada"],
    ],
    left: "noch offen",
  },
  {
    file: "arabic",
    heading: "خطة التراجع",
    edits: [["[اكتب خطوات التراجع هنا]", "إعادة النسخة السابقة"]],
    left: "[اكتب",
  },
  {
    file: "spanish",
    heading: "Riesgos",
    edits: [
      ["por definir", "ninguno, solo documentación"],
      ["DD/MM/AAAA", "01/03/2026"],
    ],
    left: "DD/MM/AAAA",
  },
  {
    file: "french",
    heading: "Retour arrière",
    edits: [
      ["Étape 1", "Annuler la PR"],
      ["Étape 2", "Redéployer"],
    ],
    left: "2. Étape 2",
  },
  {
    file: "russian",
    heading: "План отката",
    edits: [["<опишите шаги отката>", "Вернуть прежнюю версию"]],
    left: "<опишите",
  },
  {
    file: "korean",
    heading: "롤백 계획",
    edits: [["[롤백 절차를 여기에 작성]", "이전 버전으로 되돌린다"]],
    left: "[롤백",
  },
  {
    file: "portuguese-italian",
    heading: "Rischi",
    edits: [["modifica.\n", "modifica.\n\nNessuno: solo documentazione\n"]],
  },
  { file: "comments-only", heading: "Impact", edits: [["and how?\n-->", "and how?\n-->\nNone: configuration only"]] },
  { file: "boxes-for-prose", heading: "Test plan", edits: [["- [ ] I ran", "Ran it in staging.\n\n- [x] I ran"]] },
  {
    file: "bracket-prompts",
    heading: "Solution",
    knownOnly: true,
    edits: [
      ["[role]", "tester"],
      ["[goal]", "to retry"],
      ["[benefit]", "I wait less"],
    ],
    left: "[benefit]",
  },
  {
    file: "bracket-prompts",
    heading: "Metrics",
    edits: [
      ["| [metric] | [X%] |", "| Errors | 1% |"],
      ["<Y ms", "<300 ms"],
    ],
    left: "<Y ms",
  },
  { file: "braces-and-percents", heading: "Version", edits: [["vX.Y.Z", "v2.0.1"]], left: "vX.Y.Z" },
  { file: "lorem-and-dots", heading: "Numbers", edits: [[".....", "120"]], left: "....." },
  {
    file: "italic-hints",
    heading: "Where should the reviewer start?",
    edits: [["_List the files here_", "_List the files here_\n\nsrc/retry.ts"]],
  },
  { file: "linked-guide", heading: "Screenshots", edits: [["![](url)", "No user-visible change."]], left: "![](url)" },
  {
    file: "linked-guide",
    heading: "Ticket",
    edits: [["[TICKET-ID](link)", "[ABC-12](https://example.org/ABC-12)"]],
    left: "[TICKET-ID](link)",
  },
  {
    file: "html-table",
    heading: "Deployment",
    edits: [
      ["<td>Owner</td><td></td>", "<td>Owner</td><td>@ops</td>"],
      ["<td></td>", "<td>Monday</td>"],
    ],
    left: "  <tr>\n",
  },
  {
    file: "nested-bullets",
    heading: "Operational readiness",
    edits: [
      ["- \n", "- Error rate\n"],
      ["[link to runbook]", "https://example.org/runbook"],
      ["1.\n  2.", "1. Two nodes"],
    ],
    left: "**Capacity:**",
  },
  {
    file: "nested-bullets",
    heading: "Security",
    edits: [
      ["    * \n", "    * none: no user data\n"],
      ["TBD", "https://example.org/model"],
    ],
    left: "TBD",
  },
  { file: "definition-of-done", heading: "Remaining work", edits: [["work\n\n*", "work\n\n* None: all is done"]] },
  {
    file: "headings-only",
    heading: "Rollback plan",
    edits: [["Rollback plan\n", "Rollback plan\n\nRevert the commit.\n"]],
  },
  {
    file: "text-fields",
    heading: "",
    edits: [
      ["Summary:", "Summary: a retry"],
      ["Impact:", "Impact: none, config only"],
      ["Rollback:", "Rollback: revert PR #12"],
    ],
    left: "Rollback:",
  },
  {
    file: "text-fields",
    heading: "Environment",
    edits: [
      ["OS: ", "OS: Linux"],
      ["Browser: ", "Browser: any"],
      ["x.y.z", "1.0.3"],
    ],
    left: "x.y.z",
  },
];

const apply = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((edited, [from, to]) => {
    expect(edited).toContain(from);
    return edited.replace(from, () => to);
  }, text);

const sectionOf = (text: string, wanted: string) => {
  const section = sectionsOf(text).find(({ heading }) => heading === wanted);
  if (section === undefined) throw new Error(`no section ${wanted}`);
  return section;
};

describe.each(FILLINGS)("$file: $heading", ({ file, heading, edits, left, knownOnly }) => {
  const text = readFileSync(new URL(`templates/${file}.md`, import.meta.url), "utf8");
  const template = sectionOf(text, heading);

  test("passes once it is filled in, whether the template is known or not", () => {
    const section = sectionOf(apply(text, edits), heading);
    expect(filled(section, { template })).toMatchObject({ filled: true });
    expect(filled(section)).toMatchObject({ filled: true });
  });

  test.each(knownOnly === true ? [{ template }] : [{ template }, {}])(
    "does not pass half-filled, and says where it waits",
    (options) => {
      const half = apply(text, edits.slice(0, -1));
      const result = filled(sectionOf(half, heading), options);
      expect(result.filled).toBe(false);
      if (left === undefined || result.filled) return;
      const lines = half.slice(0, half.lastIndexOf(left)).split("\n").length;
      expect(result).toMatchObject({ line: lines, reason: expect.stringContaining(`(line ${lines})`) });
    },
  );
});
