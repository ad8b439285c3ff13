import { describe, expect, test } from "@jest/globals";
import { code, link, plain } from "../../../src/markdown/escape.ts";
import { Line, Prose, Title } from "../../../src/web/pages/parts/words.tsx";
import { html } from "./rendered.ts";

const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "**bold** and `code`",
  "[click](javascript:alert(1))",
  "![x](https://evil.example/x.png)",
  "@ada #1 GH-1 https://evil.example www.evil.example",
  "a\u202Eb\u200Bc",
  "| a | b |",
  "`<!-- gatehouse:checklist -->`",
  "1. one",
  "# heading",
  "&lt;b&gt; &amp;",
];

/** What a browser shows of it. */
const seen = (element: unknown): string =>
  html(element)
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

const without = (text: string): string => text.replaceAll(/[\u202E\u200B]/gu, "");

describe("what people wrote is text", () => {
  test.each(HOSTILE)("as a title: %s", (text) => {
    expect(html(<Title>{text}</Title>)).toMatch(/^<bdi>[^<]*<\/bdi>$/u);
    expect(seen(<Title>{text}</Title>)).toBe(without(text));
  });

  test.each(HOSTILE)("in our Markdown: %s", (text) => {
    expect(html(<Line markdown={`**Said** by ${plain(text)}.`} />)).not.toMatch(/<(?!\/?(?:strong)>)/u);
    expect(seen(<Line markdown={`**Said** by ${plain(text)}.`} />)).toBe(`Said by ${without(text)}.`);
  });

  test.each(HOSTILE)("as code in our Markdown: %s", (text) => {
    expect(seen(<Line markdown={`Said ${code(text)}.`} />)).toBe(`Said ${without(text)}.`);
  });

  test("an address that is none of the web is no link", () => {
    expect(html(<Line markdown="[a](javascript:alert(1)) [b](https://x.example)" />)).toBe(
      '<span>a</span> <a href="https://x.example">b</a>',
    );
    expect(html(<Line markdown={link("x", "https://x.example/?a=1&b=2")} />)).toContain("a=1&amp;b=2");
  });
});

test("quotes in a sentence of ours are code, and one that does not end is a character", () => {
  expect(html(<Prose>{"Put `x` in place of `y`, or ` alone."}</Prose>)).toBe(
    "Put <code>x</code> in place of <code>y</code>, or ` alone.",
  );
});
