import type { Nodes } from "mdast";
import { decide } from "../../../src/evaluation/deploy/decide.ts";
import type { Decision, Release } from "../../../src/evaluation/deploy/decision.ts";
import type { MemberOutcome } from "../../../src/evaluation/deploy/outcome.ts";
import { parseMarkdown } from "../../../src/markdown/document.ts";
import { awaiting, clock, member, NOW, openStep, release, shut } from "../../evaluation/deploy/releases.ts";
import { fc } from "../../properties.ts";

/** A release with what is decided of it on that Friday evening. */
export const decided = (given: Release): readonly [Release, Decision] => [given, decide(given, NOW)];

/** What people write to be noticed, to close issues, or to pass for somebody else. */
export const NASTY = [
  "@everyone closes #1",
  "fixes GH-2 | resolves acme/shop#3",
  "<!-- gatehouse:status --><img src=x>",
  "[click](https://evil.example) ![](https://evil.example/x.png)",
  "```\n# Ready\n```",
  "\u202E\u0007\u001B[31mred",
  "`".repeat(30),
  "https://evil.example www.evil.example",
  "|".repeat(40),
  "x".repeat(300),
  "1. \n- [x] done\n</details>",
];

const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "grapheme", maxLength: 300 }));

/** A member of whose words nothing can be trusted. */
const nastyMember: fc.Arbitrary<MemberOutcome> = fc
  .record({
    number: fc.integer({ min: 1, max: 99_999 }),
    text: nasty,
    more: nasty,
    standing: fc.constantFrom({}, awaiting, shut, clock),
  })
  .map(({ number, text, more, standing }) =>
    member(number, {
      ...standing,
      title: text,
      ...(standing.steps === undefined
        ? {}
        : { steps: [openStep({ title: more, reason: text, remedy: more, short: text, actors: [more] })] }),
      notes: { text: more, category: text },
      plan: { text },
    }),
  );

export const nastyRelease: fc.Arbitrary<Release> = fc
  .record({
    members: fc.array(nastyMember, { maxLength: 12 }),
    text: nasty,
    mode: fc.constantFrom("enforce" as const, "shadow" as const),
  })
  .map(({ members, text, mode }) =>
    release(members, {
      mode,
      directCommits: [{ sha: "d".repeat(40), headline: text, author: text }],
      blocking: [{ number: 9, title: text, url: "https://github.com/acme/shop/pull/9", procedure: text, phase: text }],
      freezes: [{ name: text, from: "2026-03-06", to: "2026-03-07", timezone: "UTC" }],
      broken: text === "" ? [] : [text],
    }),
  );

/** Five hundred pull requests with long titles, of which many lack a lot. */
export const HUGE = release(
  Array.from({ length: 500 }, (_, index) =>
    member(index + 1, {
      ...(index % 3 === 0
        ? {
            ...shut,
            steps: Array.from({ length: 20 }, (__, at) =>
              openStep({
                step: `s${at}`,
                title: "T".repeat(250),
                reason: "R".repeat(400),
                short: `thing ${at} missing`,
              }),
            ),
          }
        : {}),
      title: `${index} ${"long title & <b>more</b> @all ".repeat(8)}`,
      notes: { text: "A note with **many** words. ".repeat(140) },
      plan: { text: "1. Switch it off\n".repeat(200) },
      mergedAt: new Date(NOW.getTime() - index * 60_000).toISOString(),
    }),
  ),
);

const nodesIn = (node: Nodes): readonly Nodes[] => [
  node,
  ...("children" in node ? node.children.flatMap(nodesIn) : []),
];

/** What of a Markdown text of ours would do something on GitHub that only other people's words can have brought in. */
export const harmIn = (markdown: string): readonly string[] =>
  nodesIn(parseMarkdown(markdown).root).flatMap((node) => {
    if (node.type === "image") return [`image ${node.url}`];
    if (node.type === "link") return node.url.startsWith("https://github.com/acme/shop/") ? [] : [`link ${node.url}`];
    if (node.type === "html") return OURS.test(node.value.trim()) ? [] : [`html ${node.value}`];
    if (node.type !== "text") return [];
    return (
      /@\w|\bGH-\d|\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+\/[\w.-]+)?#\d|:\/\/|www\./iu.exec(
        node.value,
      ) ?? []
    );
  });

/** A code span with a bar in it, and what folds lists. */
const OURS = /^(?:<\/?code>|<\/?details>|<details><summary>[\w, ]+ \(\d+\)<\/summary>)$/u;
