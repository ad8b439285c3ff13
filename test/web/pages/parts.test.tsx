import { describe, expect, test } from "@jest/globals";
import { Badge, GateBadge, StateBadge } from "../../../src/web/pages/parts/state-badge.tsx";
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

const stateOf = (state: string) => (state === "open" || state === "awaiting" ? state : "shut");
