import { describe, expect, test } from "@jest/globals";
import type { Nodes } from "mdast";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { parseMarkdown } from "../../src/markdown/document.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { checkRun, type CheckContext, type CheckRun } from "../../src/report/check-run.ts";
import { gateNow } from "../../src/report/stage.ts";
import { statusComment } from "../../src/report/status.ts";
import {
  entry,
  finding,
  judged,
  label,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  stepsPolicy,
  tick,
  ticked,
  unclear,
} from "../evaluation/world.ts";
import type { Ledger } from "../../src/evidence/ledger.ts";
import { fc } from "../properties.ts";

const context: CheckContext = { repository: "acme/shop", number: 7, headSha: "a".repeat(40) };

const run = (
  given: Policy,
  { ledger = [], seen = snapshot(), ...rest }: { ledger?: Ledger; seen?: Snapshot } & Partial<CheckContext> = {},
): CheckRun => {
  const verdict = judged(given, seen, ledger);
  return checkRun(verdict, gateNow(verdict), { ...context, ...rest });
};

const release = policy([
  {
    ...procedure(
      [
        phase("documents", [
          step("notes", label("noted"), { title: "Release notes", help: "See `docs/notes.md`." }),
          step("smoke", tick("lead"), { title: "Smoke-tested", steps: [step("web", tick(), { title: "Web" })] }),
          step("flag", tick(), { title: "Feature flag", optional: true, waivable: true }),
          step("never", tick(), { title: "Threat model", when: { labels: ["auth"] } }),
        ]),
        phase("acceptance", [step("po", tick("lead"), { title: "Accepted" }), step("odd", unclear, { title: "Odd" })]),
        phase("production", [step("on-call", tick())], {
          blocks: "deploy",
          environments: ["production"],
          title: "Before production",
        }),
      ],
      {
        id: "release",
        title: "Feature release",
        version: "1.2",
        order: "phases",
        parameters: { feature: { branch: "feature/{feature}" } },
      },
    ),
    source: { reference: "acme/shop:release.yml", url: "https://github.com/acme/shop/blob/main/release.yml" },
  },
  procedure([phase("one", [step("a", label("x"))])], { id: "trial", title: "Trial" }, "shadow"),
  procedure([], { id: "hotfix", title: "Hotfix", applies: { labels: ["hotfix"] } }),
]);
const releaseActs = [
  { ...entry("tick", "web", { login: "walt" }), procedure: "release" },
  { ...entry("waive", "flag", { login: "walt" }), procedure: "release" },
];

test("the whole page, as people read it", () => {
  const { title, conclusion, summary, ...rest } = run(release, {
    ledger: releaseActs,
    seen: snapshot({ head: "feature/login" }),
  });
  expect({ title, conclusion }).toMatchInlineSnapshot(`
   {
     "conclusion": "failure",
     "title": "4 of 6 left: unclear, label noted missing, 1 tick, 1 locked",
   }
  `);
  expect(summary).toMatchInlineSnapshot(`
   "**4 of 6 left before the merge.** Next: ada (author) and lead (lea, Leo). Exit state: blocked.

   | Step | State | Why | What to do | Who |
   | :-- | :-- | :-- | :-- | :-- |
   | Odd | ⚠️ error | Nobody knows. | Ask. |  |
   | Release notes | ❌ to do | It does not carry \`noted\`. | Add \`noted\`. See \`docs/notes.md\`. | ada (author) |
   | Smoke-tested | 🟡 awaited | Its box is not ticked. | Tick it in the checklist comment. | lead (lea, Leo) |
   | Phase acceptance (1 step) | 🔒 locked | Opens when “Phase documents” is complete. | | |

   <details><summary>1 done, 1 waived, 1 not applicable</summary>

   - ✅ Smoke-tested › Web: Ticked by walt.
   - ➖ Feature flag: Waived by walt: not needed.
   - ➖ Threat model: Does not apply: it carries none of the labels \`auth\`.

   </details>

   On trial (shadow mode, holds nothing back):

   - Trial: would wait for label x missing

   Not part of this gate:

   - Hotfix does not apply: it carries none of the labels \`hotfix\`.
   - Before production (1 step): Opens when “Phase documents” is complete.

   Judged by:

   - [Feature release](https://github.com/acme/shop/blob/main/release.yml), version 1.2 (\`acme/shop:release.yml\`), \`feature\` = \`login\`
   - Trial (\`acme/shop:.github/procedures/p.yml\`)

   Evaluated 2026-03-02 09:30:00 UTC.
   "
  `);
  expect(rest).toMatchObject({
    name: "gatehouse",
    headSha: context.headSha,
    externalId: "acme/shop#7",
    annotations: [],
    actions: [{ label: "Re-check", identifier: "recheck" }],
  });
});

test("the status comment is the same without the small print", () => {
  expect(statusComment(judged(release, snapshot(), releaseActs))).toMatchInlineSnapshot(`
   "<!-- gatehouse:status -->
   **4 of 6 left before the merge.** Next: ada (author) and lead (lea, Leo). Exit state: blocked.

   | Step | State | Why | What to do | Who |
   | :-- | :-- | :-- | :-- | :-- |
   | Odd | ⚠️ error | Nobody knows. | Ask. |  |
   | Release notes | ❌ to do | It does not carry \`noted\`. | Add \`noted\`. See \`docs/notes.md\`. | ada (author) |
   | Smoke-tested | 🟡 awaited | Its box is not ticked. | Tick it in the checklist comment. | lead (lea, Leo) |
   | Phase acceptance (1 step) | 🔒 locked | Opens when “Phase documents” is complete. | | |

   <details><summary>1 done, 1 waived, 1 not applicable</summary>

   - ✅ Smoke-tested › Web: Ticked by walt.
   - ➖ Feature flag: Waived by walt: not needed.
   - ➖ Threat model: Does not apply: it carries none of the labels \`auth\`.

   </details>
   <!-- gatehouse:state [{"procedure":"release","exit":"blocked","phase":"documents","completed":[]}] -->
   "
  `);
});

const done = { ledger: [ticked("a", "walt")] };
const box = stepsPolicy(step("a", tick()));
const broken = { paths: [".github/gatehouse.yml"], findings: [finding()] };

describe("conclusion and title", () => {
  test.each<{
    title: string;
    policy: Policy;
    with?: Parameters<typeof run>[1];
    conclusion: string;
    says: string;
    first: string;
  }>([
    {
      title: "ready",
      policy: box,
      with: done,
      conclusion: "success",
      says: "Ready",
      first: "**Ready.** The one step is done. Exit state: completed.",
    },
    {
      title: "nothing applies",
      policy: policy([procedure([], { applies: { draft: true } })]),
      conclusion: "success",
      says: "Ready: no procedure applies",
      first: "**Ready.** No procedure applies to this pull request.",
    },
    {
      title: "awaited",
      policy: box,
      conclusion: "action_required",
      says: "1 of 1 left: 1 tick",
      first: "**1 of 1 left.** Next: anyone with write access. Exit state: in progress.",
    },
    {
      title: "to be changed",
      policy: stepsPolicy(step("a", label("x")), step("b", tick())),
      conclusion: "failure",
      says: "2 of 2 left: label x missing, 1 tick",
      first: "**2 of 2 left.** Next: ada (author) and anyone with write access. Exit state: blocked.",
    },
    {
      title: "in error",
      policy: stepsPolicy(step("a", unclear)),
      conclusion: "failure",
      says: "1 of 1 left: unclear",
      first: "**1 of 1 left.** Exit state: blocked.",
    },
    {
      title: "a procedure undetermined",
      policy: policy([procedure([], { applies: { paths: ["a"] } })]),
      conclusion: "failure",
      says: "1 of 1 left: 1 procedure undetermined",
      first: "**1 of 1 left.** Exit state: blocked.",
    },
    {
      title: "a broken config",
      policy: { ...box, findings: [finding()] },
      with: done,
      conclusion: "failure",
      says: "Configuration error",
      first: "**Configuration error.** Nothing can pass until it is mended on the base branch.",
    },
    {
      title: "a config that this pull request breaks",
      policy: box,
      with: { ...done, proposal: broken },
      conclusion: "failure",
      says: "Configuration error",
      first: "**Configuration error.** This pull request would break the configuration; mend it before merging.",
    },
    {
      title: "only a warning",
      policy: { ...box, findings: [finding({ severity: "warning" })] },
      with: done,
      conclusion: "success",
      says: "Ready",
      first: "**Ready.** The one step is done. Exit state: completed.",
    },
    {
      title: "shadow mode, something left",
      policy: { ...box, mode: "shadow" },
      conclusion: "neutral",
      says: "Shadow mode: 1 of 1 left: 1 tick",
      first:
        "**Shadow mode: nothing is held back.** In enforce mode: **1 of 1 left.** Next: anyone with write access. Exit state: in progress.",
    },
    {
      title: "shadow mode, ready",
      policy: { ...box, mode: "shadow" },
      with: done,
      conclusion: "neutral",
      says: "Shadow mode: ready",
      first:
        "**Shadow mode: nothing is held back.** In enforce mode: **Ready.** The one step is done. Exit state: completed.",
    },
  ])("$title", ({ policy: given, with: more, conclusion, says, first }) => {
    const made = run(given, more);
    expect([made.conclusion, made.title, made.summary.split("\n")[0]]).toEqual([conclusion, says, first]);
  });
});

describe("findings", () => {
  const elsewhere = finding({ file: "procedures/p.md", line: 9, severity: "warning", message: "No `id`." });
  test("are listed with file, line and column", () => {
    const { summary } = run({ ...box, findings: [finding()] }, { proposal: { paths: [], findings: [elsewhere] } });
    expect(summary).toContain(
      "On the base branch:\n\n- ❌ `.github/gatehouse.yml:3:1` There is no key `rols`; did you mean `roles`?\n",
    );
    expect(summary).toContain("In this pull request:\n\n- ⚠️ `procedures/p.md:9:1` No `id`.\n");
  });

  test("are on no line: those that the pull request brings are pointed out by `gatehouse/config`", () => {
    expect(run(box, { proposal: { paths: [".github/gatehouse.yml"], findings: [finding()] } }).annotations).toEqual([]);
  });
});

test("the environment's gate has the environment in its name, the details their address", () => {
  const verdict = judged(box);
  const gate = { gate: "deploy", environment: "production", state: "awaiting", left: 1, total: 1 } as const;
  expect(checkRun(verdict, gate, { ...context, detailsUrl: "https://gate.example/1" })).toMatchObject({
    name: "gatehouse/production",
    detailsUrl: "https://gate.example/1",
  });
});

test("a verdict without a merge gate is not taken for an open one", () => {
  expect(gateNow({ ...judged(box), gates: [] })).toMatchObject({ state: "shut" });
});

test("a later look alone is no news", () => {
  const verdict = judged(box);
  const later = { ...verdict, evaluatedAt: new Date("2027-01-01T00:00:00Z") };
  const [one, other] = [verdict, later].map((each) => checkRun(each, gateNow(each), context));
  expect(other?.digest).toBe(one?.digest);
  expect(other?.summary).not.toBe(one?.summary);
  expect(run(box, done).digest).not.toBe(one?.digest);
  expect(statusComment(later)).toBe(statusComment(verdict));
});

test("the status comment has nothing to say where nothing applies, unless something is broken", () => {
  expect(statusComment(judged(policy([])))).toBeUndefined();
  expect(statusComment(judged(policy([procedure([], { applies: { draft: true } })])))).toBeUndefined();
  expect(statusComment(judged(policy([], { findings: [finding()] })))).toContain("**Configuration error.**");
});

test("evidence with an address is linked", () => {
  const proven = {
    ...unclear,
    judge: () =>
      ({
        state: "met",
        reason: "It is there.",
        evidence: [{ text: "plan [1]", url: "https://github.com/a/b?(x)" }],
      }) as const,
  };
  expect(run(stepsPolicy(step("a", proven))).summary).toContain(
    "- ✅ Step a: It is there. ([plan \\[1\\]](https://github.com/a/b?%28x%29))",
  );
});

test("what does not hold the merge back is told apart from what does", () => {
  const onTrial = procedure([phase("one", [step("a", tick())])], { title: "On trial" }, "shadow");
  const aside = procedure([phase("one", [step("b", tick())], { blocks: null })], { id: "q" });
  const { summary, conclusion } = run(policy([onTrial, aside]), { ledger: [ticked("a", "walt")] });
  expect(conclusion).toBe("success");
  expect(summary).toContain("- On trial: ready\n");
  expect(summary).toContain("- Phase one (1 step): Merging does not wait for it.\n");
});

test("several procedures stand under their titles", () => {
  const two = policy([
    procedure([phase("one", [step("a", tick())])], { id: "p", title: "One" }),
    procedure([], { id: "q", title: "Two", applies: { paths: ["x"] } }),
    procedure([], { id: "r", title: "Three" }),
  ]);
  const { summary } = run(two);
  expect(summary).toContain("### One\n");
  expect(summary).toContain("### Two\n\n⚠️ Whether it applies could not be determined");
  expect(summary).not.toContain("### Three");
});

describe("limits", () => {
  const size = 1000;
  const long = "word ".repeat(200);
  const many = stepsPolicy(
    ...Array.from({ length: size }, (_, at) =>
      step(`s${at}`, at % 2 === 0 ? tick() : label("x"), { title: `${at} ${long}` }),
    ),
  );
  test("a thousand steps are cut at a row, and the page says so", () => {
    const { summary, title } = run(many, {
      ledger: Array.from({ length: 100 }, (_, at) => ticked(`s${at * 2}`, "walt")),
    });
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(title.length).toBeLessThanOrEqual(255);
    const rows = summary.match(/^\| \d+ /gmu)?.length ?? 0;
    expect(summary).toContain(`\n${900 - rows} more open rows are not shown here.\n`);
    expect(summary).toContain("<details><summary>100 done</summary>");
    expect(summary).toContain("</details>");
    expect(summary).toMatch(/Evaluated 2026-03-02 09:30:00 UTC\.\n$/u);
    expect((statusComment(judged(many)) ?? "").length).toBeLessThanOrEqual(60_000);
  });

  test("so are hundreds of findings and procedures", () => {
    const findings = Array.from({ length: 2000 }, (_, line) => finding({ line, message: long }));
    const procedures = Array.from({ length: 300 }, (_, at) =>
      procedure([], { id: `p${at}`, title: long, applies: { draft: true } }),
    );
    const { summary } = run(policy(procedures, { findings }));
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(summary).toMatch(/- … and \d+ more\n/u);
  });
});

describe("any words at all", () => {
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 50 }),
    fc.string({
      unit: fc.constantFrom(..."[]x <>!-@#`*_|\\&~:/$\n1.)+=w".split(""), "<!--", "-->", "a|b", "`"),
      maxLength: 30,
    }),
    fc.constantFrom(
      "@octocat closes #1",
      "</details><h1>",
      "| a | b |",
      "<!-- gatehouse:status -->",
      "www.example.com https://x.y @a/b",
    ),
  );

  const nodes = (node: Nodes): readonly Nodes[] =>
    "children" in node ? [node, ...node.children.flatMap(nodes)] : [node];
  const OURS = /^<!-- gatehouse:status -->$|^<\/?(details|summary|sub|code)>|^<details><summary>[\w ,]*<\/summary>$/u;

  test("no words forge HTML, links, mentions, references or rows", () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 8, maxLength: 8 }), (w) => {
        const [title = "", phaseTitle = "", one = "", two = "", help = "", why = "", message = "", feature = ""] = w;
        const steps = [
          step("a", tick("lead"), { title: one, help, steps: [step("b", tick(), { title: two })] }),
          step("c", label(two)),
        ];
        const given = policy(
          [
            procedure(
              [
                phase("one", steps, { title: phaseTitle }),
                phase("two", [step("d", label("z"), { title: one })], { title }),
              ],
              { title, order: "phases" },
            ),
            procedure([phase("one", steps)], { title, version: help, parameters: { f: { value: feature } } }, "shadow"),
          ],
          { findings: [finding({ message, file: why })] },
        );
        const seen = snapshot({ labels: [two], roles: { lead: { members: [phaseTitle, "lea"] } } });
        const ledger: Ledger = [ticked("b", "walt"), Object.assign(entry("refused", "a", { login: "m" }), { why })];
        const verdict = judged(given, seen, ledger);
        const { summary } = checkRun(verdict, gateNow(verdict), context);
        for (const text of [summary, statusComment(verdict) ?? ""]) {
          const all = nodes(parseMarkdown(text).root);
          expect(
            all.flatMap((node) => (node.type === "html" && !OURS.test(node.value.trim()) ? [node.value] : [])),
          ).toEqual([]);
          expect(
            all.filter(({ type }) =>
              ["link", "image", "linkReference", "footnoteReference", "code", "blockquote", "thematicBreak"].includes(
                type,
              ),
            ),
          ).toEqual([]);
          const shown = all.flatMap((node) => (node.type === "text" ? [node.value] : [])).join("\n");
          expect(shown).not.toMatch(/@[\w]|#\d/u);
          const rows = text.split("\n").filter((line) => line.startsWith("|"));
          expect(rows.map((row) => row.match(/\|/gu)?.length)).toEqual(rows.map(() => 6));
        }
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  { isRequired: false, mode: "enforce", told: true },
  { isRequired: true, mode: "enforce", told: false },
  { isRequired: undefined, mode: "enforce", told: false },
  { isRequired: false, mode: "shadow", told: false },
] as const)("whether the check is required is told ($isRequired, $mode: $told), and is no news of its own", (given) => {
  const { isRequired, mode, told } = given;
  const asked = { ...release, mode };
  const one = run(asked, { isRequired });
  expect(one.summary.includes("Not enforced")).toBe(told);
  expect(one.digest).toBe(run(asked).digest);
});
