import { describe, expect, test } from "@jest/globals";
import { changesOf, problemOf } from "../../../src/github/changes.ts";

const SHA = "a".repeat(40);
const OTHER = "b".repeat(40);
const PATH = "/repos/acme/shop/actions/runs/123/deployment_protection_rule";
const DOT_COM = "https://api.github.com";
const EVENT = "deployment_protection_rule";

const self = (githubApiUrl = DOT_COM) => ({ appId: 7, slug: "gatehouse", githubApiUrl });

const asking = (more: Readonly<Record<string, unknown>> = {}) => ({
  action: "requested",
  environment: "production",
  event: "push",
  sha: SHA,
  ref: "main",
  deployment_callback_url: `${DOT_COM}${PATH}`,
  deployment: { id: 9, sha: OTHER, ref: "other", task: "deploy", environment: "elsewhere" },
  pull_requests: [],
  installation: { id: 1 },
  repository: { id: 2, name: "shop", owner: { login: "acme" } },
  sender: { login: "github-actions[bot]", type: "Bot" },
  ...more,
});

const releaseIn = (payload: unknown, apiUrl?: string) => changesOf(EVENT, payload, self(apiUrl))[0]?.release;

test("a run that waits is a release, of the commit that the event names", () => {
  expect(changesOf(EVENT, asking(), self())).toEqual([
    {
      event: EVENT,
      action: "requested",
      installationId: 1,
      repository: { id: 2, owner: "acme", name: "shop" },
      sender: { login: "github-actions[bot]", type: "Bot" },
      pulls: [],
      shas: [],
      touches: "any",
      release: { environment: "production", sha: SHA, ref: "main", runId: 123 },
    },
  ]);
  expect(problemOf(EVENT, asking(), self())).toBeUndefined();
});

describe("what a payload may lack", () => {
  test.each([
    { lacks: "the deployment", more: { deployment: null }, sha: SHA, ref: "main" },
    { lacks: "the deployment altogether", more: { deployment: undefined }, sha: SHA, ref: "main" },
    { lacks: "sha and ref", more: { sha: undefined, ref: undefined }, sha: OTHER, ref: "other" },
    { lacks: "a ref anywhere", more: { ref: null, deployment: null }, sha: SHA, ref: undefined },
  ])("$lacks", ({ more, sha, ref }) => {
    expect(releaseIn(asking(more))).toEqual({
      environment: "production",
      sha,
      runId: 123,
      ...(ref === undefined ? {} : { ref }),
    });
  });

  test("the environment, which the deployment names too", () => {
    expect(releaseIn(asking({ environment: undefined }))).toMatchObject({ environment: "elsewhere" });
  });

  test.each([
    { what: "no commit", more: { sha: undefined, deployment: null }, says: "names a commit" },
    { what: "a short commit", more: { sha: "abc", deployment: null }, says: "names a commit" },
    { what: "no environment", more: { environment: "", deployment: null }, says: "no environment" },
    { what: "no callback", more: { deployment_callback_url: undefined }, says: "no address" },
    { what: "another type", more: { sha: 5 }, says: "sha" },
  ])("with $what it can't be used, which is told", ({ more, says }) => {
    expect(changesOf(EVENT, asking(more), self())).toEqual([]);
    expect(problemOf(EVENT, asking(more), self())).toContain(says);
  });
});

test("what asks for nothing is no problem", () => {
  expect(changesOf(EVENT, asking({ action: "created" }), self())).toEqual([]);
  expect(problemOf(EVENT, asking({ action: "created" }), self())).toBeUndefined();
});

describe("the address to answer at", () => {
  test.each([
    { api: DOT_COM, url: `${DOT_COM}${PATH}` },
    { api: DOT_COM, url: `${DOT_COM}${PATH.replace("acme/shop", "Acme/SHOP")}` },
    { api: "https://github.acme.example/api/v3", url: `https://github.acme.example/api/v3${PATH}` },
    { api: "https://github.acme.example/api/v3/", url: `https://github.acme.example/api/v3${PATH}` },
    { api: "http://127.0.0.1:4000", url: `http://127.0.0.1:4000${PATH}` },
    { api: "http://127.0.0.1:4000", url: `http://127.0.0.1:4000/api/v3${PATH}` },
  ])("$url is ours where the API is at $api", ({ api, url }) => {
    expect(releaseIn(asking({ deployment_callback_url: url }), api)).toMatchObject({ runId: 123 });
  });

  test.each([
    { what: "another host", url: `https://evil.example${PATH}`, says: "at evil.example, " },
    { what: "a host that begins alike", url: `https://api.github.com.evil.example${PATH}`, says: "evil.example" },
    { what: "the host as a user's name", url: `https://api.github.com@evil.example${PATH}`, says: "at evil.example," },
    { what: "a user's name", url: `https://me:hunter2@api.github.com${PATH}`, says: "api.github.com" },
    { what: "another port", url: `https://api.github.com:8443${PATH}`, says: "8443" },
    { what: "another scheme", url: `http://api.github.com${PATH}`, says: "api.github.com" },
    { what: "another repository", url: `${DOT_COM}${PATH.replace("shop", "other")}`, says: "of this repository" },
    { what: "another owner", url: `${DOT_COM}${PATH.replace("acme", "evil")}`, says: "of this repository" },
    { what: "another route", url: `${DOT_COM}${PATH}/more`, says: "of this repository" },
    { what: "dots", url: `${DOT_COM}/repos/acme/shop/../other${PATH.slice(17)}`, says: "of this repository" },
    { what: "a query", url: `${DOT_COM}${PATH}?token=hunter2`, says: "of this repository" },
    { what: "no number", url: `${DOT_COM}${PATH.replace("123", "abc")}`, says: "of this repository" },
    { what: "too large a number", url: `${DOT_COM}${PATH.replace("123", "9".repeat(20))}`, says: "of this repository" },
    { what: "no address", url: "production", says: "no address" },
  ])("is refused with $what, and nothing secret is told", ({ url, says }) => {
    const payload = asking({ deployment_callback_url: url });
    expect(changesOf(EVENT, payload, self())).toEqual([]);
    expect(problemOf(EVENT, payload, self())).toContain(says);
    expect(problemOf(EVENT, payload, self())).not.toContain("hunter2");
  });
});
