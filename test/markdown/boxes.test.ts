import { describe, expect, test } from "@jest/globals";
import { setBox, setBoxes } from "../../src/markdown/boxes.ts";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { taskItems } from "../../src/markdown/tasks.ts";
import { fc } from "../properties.ts";

const BODY = "\uFEFF# 🚀 T\r\n\r\n- [ ] a <!-- gate:p/a -->\r\n  - [X] b [ ] <!-- gate:p/b -->\r\n- [ ] c\r\n";

describe("setBox", () => {
  test("touches one character, also behind CRLF and a byte-order mark", () => {
    const [a, c] = taskItems(parseMarkdown(BODY));
    expect(setBox(BODY, a?.offset ?? 0, true)).toBe(BODY.replace("- [ ] a", "- [x] a"));
    expect(setBox(BODY, a?.children[0]?.offset ?? 0, false)).toBe(BODY.replace("[X]", "[ ]"));
    expect(setBox(BODY, c?.offset ?? 0, true)).toBe(BODY.replace("- [ ] c", "- [x] c"));
  });

  test("leaves a text alone where there is no box", () => {
    for (const offset of [0, 1, 7, 9999]) expect(setBox(BODY, offset, true)).toBe(BODY);
  });
});

describe("setBoxes", () => {
  test("sets boxes by marker and nothing else", () => {
    const markers = new Map([
      ["gate:p/a", true],
      ["gate:p/b", false],
      ["gate:p/z", true],
    ]);
    expect(setBoxes(BODY, markers)).toBe(BODY.replace("- [ ] a", "- [x] a").replace("[X]", "[ ]"));
  });

  test("a box that agrees keeps its spelling", () => {
    expect(setBoxes(BODY, new Map([["gate:p/b", true]]))).toBe(BODY);
  });

  test("what is set is what is read, whatever the words and line ends are", () => {
    const words = fc.stringMatching(/^[A-Za-z[\]*`_ ]{1,12}$/u).map((text) => `w ${text}`);
    const line = fc.tuple(words, fc.boolean());
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.boolean(), fc.boolean(), (lines, wanted, crlf) => {
        const body = lines
          .map(([text, on], index) => `- [${on ? "x" : " "}] ${text.replaceAll("`", "")} <!-- gate:p/${index} -->`)
          .join(crlf ? "\r\n" : "\n");
        const set = setBoxes(body, new Map(lines.map((_, index) => [`gate:p/${index}`, wanted])));
        expect(taskItems(parseMarkdown(set)).map(({ checked }) => checked)).toEqual(lines.map(() => wanted));
        expect(set.replaceAll(/- \[[ x]\]/gu, "")).toBe(body.replaceAll(/- \[[ x]\]/gu, ""));
      }),
    );
  });
});
