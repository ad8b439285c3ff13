import { describe, expect, test } from "@jest/globals";
import type { Impact, LookedAt } from "../../../src/report/proposal/impact.ts";
import { proposalRun, type Proposed } from "../../../src/report/proposal/run.ts";
import type { Difference } from "../../../src/report/proposal/difference.ts";
import { finding } from "../../evaluation/world.ts";

const context = {
  headSha: "a".repeat(40),
  externalId: "acme/shop#7",
  base: "main",
  at: new Date("2026-03-02T09:30:00Z"),
};

const VALID: Proposed = { paths: [".github/gatehouse.yml"], findings: [], isEnd: false };

const stricter: Difference = {
  from: "✅ ready",
  to: "❌ 1 of 3 left",
  asked: ["Documents written"],
  dropped: [],
  turns: "shut",
};

const pull = (number: number, difference?: LookedAt["difference"]): LookedAt => ({
  number,
  title: `Pull ${number}`,
  url: `https://github.com/acme/shop/pull/${number}`,
  difference,
});

const impact = (lookedAt: readonly LookedAt[], rest: Partial<Impact> = {}): Impact => ({
  lookedAt,
  open: lookedAt.length,
  hidden: 0,
  ...rest,
});

const said = (proposed: Proposed | undefined, told?: Impact) => {
  const { conclusion, title, summary } = proposalRun(proposed, told, context);
  return { said: `${conclusion}: ${title}`, summary: summary.replaceAll("\u200B", "").replaceAll("&#8203;", "") };
};

test("the whole page, as people read it", () => {
  const looser: Difference = {
    from: "🟡 2 of 2 left",
    to: "✅ ready",
    asked: [],
    dropped: ["One", "Two", "Three", "Four", "Five", "Six"],
    turns: "open",
  };
  const both: Difference = { ...stricter, from: "❌ 2 of 3 left", dropped: ["Alerts | looked at"], turns: undefined };
  const made = said(
    VALID,
    impact([pull(9, looser), pull(8, both), pull(5, stricter), pull(4), pull(3, "unread")], { open: 30, hidden: 2 }),
  );
  expect(made.said).toBe("success: Valid: 5 of 7 open pull requests would change");
  expect(made.summary).toMatchInlineSnapshot(`
   "**Valid.** Until it is merged, what is on the base branch holds.

   If it held now, 3 of the 5 open pull requests that changed last (of 30) would change. Could not be told: [#3](https://github.com/acme/shop/pull/3).

   | Pull request | Now | Then | What changes |
   | :-- | :-- | :-- | :-- |
   | [#5](https://github.com/acme/shop/pull/5) Pull 5 | ✅ ready | ❌ 1 of 3 left | asked for: “Documents written” |
   | [#9](https://github.com/acme/shop/pull/9) Pull 9 | 🟡 2 of 2 left | ✅ ready | not asked for any more: “One”, “Two”, “Three”, “Four”, “Five” and 1 more |
   | [#8](https://github.com/acme/shop/pull/8) Pull 8 | ❌ 2 of 3 left | ❌ 1 of 3 left | asked for: “Documents written”; not asked for any more: “Alerts &#124; looked at” |

   Besides, 2 would change in repositories that not everybody may read who can read this.

   Looked at 2026-03-02 09:30 UTC. *Re-check* looks again.
   "
  `);
});

describe("in a few words", () => {
  test.each<{ what: string; proposed: Proposed | undefined; told?: Impact; title: string; says: string }>([
    {
      what: "nothing would change",
      proposed: VALID,
      told: impact([pull(4), pull(3)]),
      title: "success: Valid: no open pull request would change",
      says: "If it held now, none of the 2 open pull requests would change.",
    },
    {
      what: "the only one would change",
      proposed: VALID,
      told: impact([pull(4, stricter)]),
      title: "success: Valid: 1 of 1 open pull request would change",
      says: "If it held now, the one open pull request would change.",
    },
    {
      what: "nothing is open",
      proposed: VALID,
      told: impact([]),
      title: "success: Valid: no open pull request",
      says: "There is no other open pull request to `main`.",
    },
    {
      what: "no config is left",
      proposed: { ...VALID, isEnd: true },
      told: impact([]),
      title: "success: No config is left: no open pull request",
      says: "**No config is left.** Merged, Gatehouse asks for nothing here and says nothing.",
    },
    {
      what: "GitHub is spared",
      proposed: VALID,
      told: impact([], { lookAt: new Date("2026-03-02T10:00:00Z") }),
      title: "success: Valid",
      says: "is looked at after 10:00 UTC: GitHub allows this installation few calls until then.",
    },
    {
      what: "taken back",
      proposed: undefined,
      title: "success: No change of config or procedures",
      says: "This pull request does not change config or procedures any more.",
    },
    {
      what: "broken",
      proposed: { ...VALID, findings: [finding(), finding({ severity: "warning", line: 9 })] },
      title: "failure: Configuration error: 1 problem",
      says: "**Configuration error.** Merged as it is, this would shut every gate until it is mended.",
    },
    {
      what: "a warning alone",
      proposed: { ...VALID, findings: [finding({ severity: "warning" })] },
      told: impact([]),
      title: "success: Valid with 1 warning: no open pull request",
      says: "- ⚠️ `.github/gatehouse.yml:3:1` There is no key `rols`",
    },
  ])("$what", ({ proposed, told, title, says }) => {
    const made = said(proposed, told);
    expect(made.said).toBe(title);
    expect(made.summary).toContain(says);
  });
});

describe("findings", () => {
  const elsewhere = finding({ file: "procedures/p.md", line: 9, severity: "warning", message: "No `id`." });

  test("are pointed out on the lines that the pull request brings, errors first", () => {
    const paths = ["procedures/p.md", ".github/gatehouse.yml"];
    const run = proposalRun({ ...VALID, paths, findings: [elsewhere, finding()] }, undefined, context);
    expect(run.annotations).toEqual([
      {
        path: ".github/gatehouse.yml",
        line: 3,
        level: "failure",
        title: "config/unknown-key",
        message: finding().message,
      },
      { path: "procedures/p.md", line: 9, level: "warning", title: "config/unknown-key", message: "No `id`." },
    ]);
    expect(proposalRun({ ...VALID, paths: [], findings: [elsewhere] }, undefined, context).annotations).toEqual([]);
  });

  test("are fifty lines at most", () => {
    const findings = Array.from({ length: 80 }, (_, line) => finding({ line: line + 1 }));
    expect(proposalRun({ ...VALID, findings }, undefined, context).annotations).toHaveLength(50);
  });
});

const digest = (at: string) => proposalRun(VALID, impact([pull(4)]), { ...context, at: new Date(at) }).digest;

test("when it was looked at is no news", () => {
  expect(digest("2026-03-02T09:30:00Z")).toBe(digest("2026-03-03T09:30:00Z"));
});

test("however many would change, it is what GitHub takes", () => {
  const many = Array.from({ length: 2000 }, (_, number) => ({ ...pull(number, stricter), title: "x".repeat(300) }));
  const { summary } = proposalRun(VALID, impact(many), context);
  expect(summary.length).toBeLessThanOrEqual(65_535);
  expect(summary).toContain(" more |");
});

test("files that were not looked at, and warnings, are told in so many words", () => {
  const warned = { ...VALID, findings: [finding({ severity: "warning" })] };
  const { title, summary } = proposalRun(warned, impact([]), { ...context, unlooked: 2 });
  expect(title).toBe("Valid with 1 warning: no open pull request");
  expect(summary).toContain("Other repositories use 2 more files of this one than are looked at here");
});
