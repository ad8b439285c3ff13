import { describe, expect, test } from "@jest/globals";
import { numbersNamed } from "../../src/markdown/references.ts";
import { fc } from "../properties.ts";

const HOME = { owner: "acme", name: "shop", web: "https://github.com" };

describe("what a description names", () => {
  test.each<[string, readonly number[]]>([
    ["#34", [34]],
    ["See #34, #35 and (#36).", [34, 35, 36]],
    ["- [ ] #34\n- [x] #35", [34, 35]],
    ["| a | b |\n| --- | --- |\n| #34 | ~~#35~~ |", [34, 35]],
    ["#34 #34", [34]],
    ["acme/shop#34, ACME/Shop#35", [34, 35]],
    ["GH-34", [34]],
    ["https://github.com/acme/shop/pull/34", [34]],
    ["https://github.com/acme/shop/pull/34/files and https://github.com/Acme/Shop/issues/35#issuecomment-9", [34, 35]],
    ["[the basket](https://github.com/acme/shop/pull/34)", [34]],
    ["[#34](https://example.test)", [34]],
    ["[basket][b]\n\n[b]: https://github.com/acme/shop/pull/34", [34]],
    ["acme/other#34, other/shop#35", []],
    ["https://github.com/acme/other/pull/34", []],
    ["https://example.test/acme/shop/pull/34", []],
    ["https://github.com.example.test/acme/shop/pull/34", []],
    ["`#34` and ``acme/shop#35``", []],
    ["```\n#34\n```", []],
    ["    #34", []],
    ["<!-- #34 -->", []],
    ["a#34, #34a, &#34; #0 #034 #", []],
    ["# 34", []],
    ["#99999999999", []],
    ["", []],
  ])("%j", (text, numbers) => {
    expect(numbersNamed(text, HOME)).toEqual(numbers);
  });

  test("as many as are asked for, and an address that is none is none", () => {
    expect(numbersNamed("#1 #2 #3", HOME, 2)).toEqual([1, 2]);
    expect(numbersNamed("#1 [x](:::) https://github.com/acme/shop/pull/2", { ...HOME, web: "" })).toEqual([1]);
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => Array.isArray(numbersNamed(text, HOME))));
  });
});
