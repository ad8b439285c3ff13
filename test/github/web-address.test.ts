import { expect, test } from "@jest/globals";
import { webAddressOf } from "../../src/github/web-address.ts";

test.each([
  ["https://api.github.com", "https://github.com"],
  ["https://github.example.com/api/v3", "https://github.example.com"],
  ["https://api.acme.ghe.com", "https://acme.ghe.com"],
  ["https://api.example.com", "https://api.example.com"],
  ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
])("the API at %s belongs to the pages at %s", (api, web) => {
  expect(webAddressOf(api)).toBe(web);
});
