import { describe, expect, test } from "@jest/globals";
import { Badge, GateBadge, StateBadge } from "../../../src/web/pages/parts/state-badge.tsx";
import { Findings } from "../../../src/web/pages/parts/findings.tsx";
import { OutLink } from "../../../src/web/pages/parts/link.tsx";
import { Person } from "../../../src/web/pages/parts/person.tsx";
import { Progress } from "../../../src/web/pages/parts/progress.tsx";
import { Ago, Since, Time, Waiting } from "../../../src/web/pages/parts/time.tsx";
import { TimeZone } from "../../../src/web/pages/parts/time-zone.ts";
import { html, text } from "./rendered.ts";

describe("badges", () => {
  test.each([
    ["met", "done"],
    ["unmet", "to do"],
    ["waiting", "awaited"],
    ["locked", "locked"],
    ["waived", "waived"],
    ["deferred", "put off"],
    ["not-applicable", "not applicable"],
    ["error", "error"],
  ] as const)("a step that is %s has the word “%s”", (state, word) => {
    expect(text(<StateBadge state={state} />)).toBe(word);
  });

  test("a gate has a word of its own", () => {
    expect(["open", "awaiting", "shut"].map((state) => text(<GateBadge state={stateOf(state)} />))).toEqual([
      "ready",
      "awaited",
      "not ready",
    ]);
  });

  test("what people wrote is text", () => {
    expect(html(<Badge tone="quiet">{"<script>alert(1)</script>"}</Badge>)).not.toContain("<script>");
  });
});

describe("people and links", () => {
  const githubUrl = "https://github.example.com";

  test("a person leads to their page at GitHub, a bot to none", () => {
    expect(html(<Person login="ada" githubUrl={githubUrl} />)).toBe(
      '<a href="https://github.example.com/ada">@ada</a>',
    );
    expect(html(<Person login="gatehouse[bot]" githubUrl={githubUrl} />)).toBe("<span>@gatehouse[bot]</span>");
    expect(html(<Person login={'"><b>'} githubUrl={githubUrl} />)).not.toContain("<b>");
  });

  test.each(["javascript:alert(1)", "data:text/html,<b>", "//evil.example", "", undefined])(
    "what is no web address (%s) is text",
    (href) => {
      expect(html(<OutLink href={href}>there</OutLink>)).toBe("<span>there</span>");
    },
  );

  test("a web address is a link", () => {
    expect(html(<OutLink href="https://example.com/?a=1&b=2">there</OutLink>)).toBe(
      '<a href="https://example.com/?a=1&amp;b=2">there</a>',
    );
  });
});

describe("moments", () => {
  const at = new Date("2026-03-06T09:00:00Z");
  const after = (ms: number): Date => new Date(at.getTime() + ms);
  const MINUTE = 60_000;

  test("are told for people and for programs", () => {
    expect(html(<Time at={at} />)).toBe('<time datetime="2026-03-06T09:00:00.000Z">6 Mar 2026, 09:00 UTC</time>');
    expect(
      html(
        <TimeZone.Provider value="Europe/Berlin">
          <Time at={at} />
          <Ago at={at} now={at} />
        </TimeZone.Provider>,
      ),
    ).toBe(
      '<time datetime="2026-03-06T09:00:00.000Z">6 Mar 2026, 10:00 (Europe/Berlin)</time><time datetime="2026-03-06T09:00:00.000Z" title="6 Mar 2026, 10:00 (Europe/Berlin)">just now</time>',
    );
  });

  test.each([
    [59_000, "for less than a minute", "Just asked"],
    [MINUTE, "for 1 minute", "Waiting for 1 minute"],
    [49 * 60 * MINUTE, "for 2 days", "Waiting for 2 days"],
  ])("%i ms later it has been so “%s”, and who asked is “%s”", (ms, lasting, waiting) => {
    expect(text(<Since at={at} now={after(ms)} />)).toBe(lasting);
    expect(text(<Waiting at={at} now={after(ms)} />)).toBe(waiting);
  });

  test.each([
    [59_000, "just now"],
    [-59_000, "in a moment"],
    [MINUTE, "1 minute ago"],
    [59 * MINUTE, "59 minutes ago"],
    [-3 * 60 * MINUTE, "in 3 hours"],
    [49 * 60 * MINUTE, "2 days ago"],
    [400 * 24 * 60 * MINUTE, "1 year ago"],
  ])("%i ms later it was “%s”", (ms, words) => {
    expect(text(<Ago at={at} now={after(ms)} />)).toBe(words);
  });
});

test("progress is said in words; the bar only repeats it", () => {
  const shown = html(<Progress done={4} of={12} what="steps done" />);
  expect(text(shown)).toBe("4 of 12 steps done");
  expect(shown).toContain('aria-hidden="true"');
  expect(html(<Progress done={0} of={0} what="steps done" />)).toContain('max="1"');
});

test.each([
  [0, ""],
  [1, "1 more is not shown."],
  [2, "2 more are not shown."],
])("of findings %i more are said to be left out as %j", (more, words) => {
  expect(text(<Findings findings={[]} more={more} />)).toBe(words);
});

const stateOf = (state: string) => (state === "open" || state === "awaiting" ? state : "shut");
