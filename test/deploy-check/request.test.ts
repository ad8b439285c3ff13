import { describe, expect, test } from "@jest/globals";
import { durationOf, inWords } from "../../src/deploy-check/durations.ts";
import { requestOf, type Given, type Names } from "../../src/deploy-check/request.ts";
import { SHA, TOKEN } from "./gate-server.ts";

const NAMES: Names = {
  url: "URL",
  repository: "REPO",
  environment: "ENVIRONMENT",
  sha: "SHA",
  token: "TOKEN",
  wait: "WAIT",
  poll: "POLL",
  allowHttp: "ALLOW",
};

const GIVEN: Given = {
  url: "https://gate.example.com/",
  repository: "acme/shop",
  environment: "production",
  sha: SHA,
  token: TOKEN,
  wait: "30m",
  poll: "30s",
  allowHttp: false,
};

const MEANT = {
  url: "https://gate.example.com",
  repository: "acme/shop",
  environment: "production",
  sha: SHA,
  token: TOKEN,
  waitMs: 1_800_000,
  pollMs: 30_000,
};

describe("what is meant", () => {
  test.each<[string, Partial<Given>, Partial<typeof MEANT>]>([
    ["all of it", {}, {}],
    ["below a path", { url: "https://example.com/gate/" }, { url: "https://example.com/gate" }],
    ["a commit in capitals", { sha: SHA.toUpperCase() }, {}],
    ["spaces around", { sha: ` ${SHA}\n`, token: `${TOKEN}\n`, environment: " production " }, {}],
    ["http to this machine", { url: "http://127.0.0.1:3000" }, { url: "http://127.0.0.1:3000" }],
    ["http to localhost", { url: "http://localhost:3000" }, { url: "http://localhost:3000" }],
    ["http where it is allowed", { url: "http://gate.svc:3000", allowHttp: true }, { url: "http://gate.svc:3000" }],
    ["no waiting", { wait: "0", poll: "1" }, { waitMs: 0, pollMs: 1000 }],
    ["a name with a slash", { environment: "eu/prod" }, { environment: "eu/prod" }],
  ])("%s", (_what, given, meant) => {
    expect(requestOf({ ...GIVEN, ...given }, NAMES)).toEqual({ ...MEANT, ...meant });
  });
});

describe("what is wrong is told by name", () => {
  test.each<[string, Partial<Given>, RegExp]>([
    ["no address", { url: undefined }, /^URL is missing/],
    ["a blank address", { url: " " }, /^URL is missing/],
    ["no address at all", { url: "gate.example.com" }, /^URL is no address: `gate.example.com`/],
    ["another protocol", { url: "ftp://gate.example.com" }, /^URL is no address/],
    ["an address with a password", { url: "https://me:secret@gate.example.com" }, /^URL holds more than an address/],
    ["an address with a query", { url: "https://gate.example.com/?a=1" }, /^URL holds more than an address/],
    ["http to a network", { url: "http://gate.svc:3000" }, /^URL begins with http:.*unencrypted.*ALLOW/],
    ["http to a name that looks local", { url: "http://127.0.0.1.example.com" }, /^URL begins with http:/],
    ["no repository", { repository: undefined }, /^REPO is missing/],
    ["half a repository", { repository: "shop" }, /^REPO is no repository: `shop`/],
    ["a repository's address", { repository: "https://github.com/acme/shop" }, /^REPO is no repository/],
    ["no environment", { environment: "" }, /^ENVIRONMENT is missing/],
    ["a folder", { environment: ".." }, /^ENVIRONMENT is no environment/],
    ["no commit", { sha: undefined }, /^SHA is missing/],
    ["a short commit", { sha: "4f0c2a9" }, /^SHA is no full commit: `4f0c2a9`; expected 40/],
    ["a branch", { sha: "main" }, /^SHA is no full commit/],
    ["no token", { token: undefined }, /^TOKEN is missing.*gh auth token/],
    ["a token in quotation marks", { token: `"${TOKEN}"` }, /^TOKEN holds no token/],
    ["a wait without a unit we know", { wait: "2d" }, /^WAIT is no time to wait: `2d`/],
    ["a wait of more than a day", { wait: "25h" }, /^WAIT is no time/],
    ["a negative wait", { wait: "-1" }, /^WAIT is no time/],
    ["asking all the time", { poll: "0" }, /^POLL is no time between two questions: `0`/],
    ["asking hardly ever", { poll: "1h" }, /^POLL is no time/],
  ])("%s", (_what, given, sentence) => {
    const wrong = requestOf({ ...GIVEN, ...given }, NAMES);
    expect(wrong).toEqual([expect.stringMatching(sentence)]);
    expect(JSON.stringify(wrong)).not.toContain(TOKEN);
    expect(JSON.stringify(wrong)).not.toContain("secret");
  });

  test("all at once", () => {
    const nothing = { ...GIVEN, url: "", repository: "", environment: "", sha: "", token: "", wait: "", poll: "" };
    expect(requestOf(nothing, NAMES)).toHaveLength(7);
  });
});

test.each([
  ["90", 90_000, "90 s"],
  ["90s", 90_000, "90 s"],
  ["30m", 1_800_000, "30 min"],
  ["2h", 7_200_000, "2 h"],
  ["125m", 7_500_000, "2 h 5 min"],
  ["0", 0, "0 s"],
])("%s is %d ms, in words %s", (text, ms, words) => {
  expect(durationOf(text)).toBe(ms);
  expect(inWords(ms)).toBe(words);
});

test.each(["", "m", "1.5h", "1h30m", "soon", "1e3", "9999999"])("`%s` is no duration", (text) => {
  expect(durationOf(text)).toBeUndefined();
});
