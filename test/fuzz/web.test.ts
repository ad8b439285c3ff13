import { createRequire } from "node:module";
import { describe, expect } from "@jest/globals";
import { z } from "zod";
import { answerOf } from "../../src/deploy-check/gate-answer.ts";
import { changesOf, HANDLED_EVENTS, problemOf } from "../../src/github/changes.ts";
import { peopleOf } from "../../src/github/events/people.ts";
import { Changes } from "../../src/readiness/change.ts";
import { addressBehind } from "../../src/web/client-address.ts";
import { tokenOf } from "../../src/web/api/bearer.ts";
import { Problem } from "../../src/web/api/problem.ts";
import { questionOf } from "../../src/web/api/question.ts";
import { routes } from "../../src/web/http.ts";
import { fc } from "../properties.ts";
import { fuzz, fuzzLater, soup, spoiltJson } from "./cases.ts";
import { WELL } from "../web/well.ts";

const Examples = z.array(
  z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())).default([]) }),
);
const examples = Examples.parse(createRequire(import.meta.url)("@octokit/webhooks-examples"));

const SELF = { appId: 7, slug: "gatehouse", githubApiUrl: "https://api.github.com" };
const repository = {
  id: 2,
  name: "shop",
  full_name: "acme/shop",
  owner: { login: "acme", type: "Organization" },
  default_branch: "main",
  private: false,
};

const asked = {
  action: "requested",
  environment: "production",
  event: "push",
  sha: "a".repeat(40),
  ref: "main",
  deployment_callback_url: "https://api.github.com/repos/acme/shop/actions/runs/5/deployment_protection_rule",
  deployment: null,
  installation: { id: 1 },
  repository,
  sender: { login: "ada", id: 1, type: "User" },
};

const payloadsOf = (event: string): readonly unknown[] => {
  const found = examples.filter(({ name }) => name === event).flatMap(({ examples: all }) => all);
  return found.length === 0 ? [asked] : found.map((payload) => ({ ...payload, installation: { id: 1 } }));
};

const at = (given: string) =>
  changesOf("deployment_protection_rule", { ...asked, deployment_callback_url: given }, SELF);

describe("what GitHub delivers is reduced to changes, or said to be unreadable", () => {
  fuzz(
    "whatever of it is missing or odd",
    fc.constantFrom(...HANDLED_EVENTS).chain((event) => fc.tuple(fc.constant(event), spoiltJson(payloadsOf(event)))),
    ([event, payload]) => {
      const changes = changesOf(event, payload, SELF);
      // What is handed to the inbox has to be read from it again.
      expect(Changes.safeParse(JSON.parse(JSON.stringify(changes))).success).toBe(true);
      return [changes, problemOf(event, payload, SELF) ?? null, peopleOf(event, payload) ?? null];
    },
  );

  fuzz(
    "an address to answer at names a run of this repository, or none",
    fc.tuple(
      fc.webUrl({ withQueryParameters: true }),
      soup([
        "https://api.github.com",
        "@",
        "/repos/acme/shop",
        "/actions/runs/",
        "5",
        "/deployment_protection_rule",
        "..",
        "%2e",
        "?",
        "#",
        "\\",
        "evil.example",
        ":443",
      ]),
    ),
    ([url, text]) => {
      for (const given of [url, text, `${asked.deployment_callback_url}${text}`])
        if (at(given).length > 0)
          expect(given.toLowerCase()).toMatch(
            /^https:\/\/api\.github\.com\/(api\/v3\/)?repos\/acme\/shop\/actions\/runs\/[1-9]\d*\/deployment_protection_rule$/u,
          );
      return [at(url), at(text)];
    },
  );
});

const PATH = [
  "/",
  "..",
  ".",
  "%2e%2e",
  "%2F",
  "%00",
  "%",
  "%ff",
  "acme",
  "shop",
  "production",
  "my%20env%2Feu",
  "deployments",
  "repos",
  "api/v1",
  "a".repeat(40),
  "A".repeat(40),
  "?",
  "#",
  "&",
  "=",
  ";",
  "token=x",
  "\\",
  "//",
  "🚀",
  " ",
];

const sound = fc.constantFrom(
  `/api/v1/repos/acme/shop/deployments/production/${"a".repeat(40)}`,
  "/api/v1/repos/",
  "/api/github/webhooks",
  "/healthz",
  "",
);
const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
const DOCUMENTED = new Set([200, 202, 400, 401, 404, 405, 413, 414, 429, 503]);

describe("any request is answered by a documented status", () => {
  const app = routes({
    webhooks: { secrets: ["x".repeat(32)], take: () => Promise.resolve(), warn: () => undefined },
    health: () => Promise.resolve(WELL),
    api: {
      gate: () => undefined,
      tokenLimit: () => Promise.resolve(0),
      addressOf: addressBehind(0),
      now: () => new Date(0),
      warn: (_data, message) => {
        throw new Error(message);
      },
    },
  });
  const header = soup([
    "Bearer ",
    "bearer  ",
    "token ",
    "ghp_",
    "a".repeat(36),
    "sha256=",
    "0".repeat(64),
    ",",
    ";",
    "\t",
  ]).filter((text) => /^[\t\u0020-\u007E]*$/u.test(text));

  fuzzLater(
    "and never by a fault",
    fc.record({
      start: sound,
      path: soup(PATH),
      method: fc.constantFrom(...METHODS),
      authorization: header,
      signature: header,
      body: soup(["{", "}", '"', "action", ":", "\0", "[", "]"]),
    }),
    async ({ start, path, method, authorization, signature, body }) => {
      const url = `http://localhost${start}${path}`;
      if (!URL.canParse(url)) return null;
      const hasBody = method !== "GET" && method !== "HEAD";
      const headers = {
        authorization,
        "x-hub-signature-256": signature,
        "x-github-event": "ping",
        "x-github-delivery": "1",
      };
      const answer = await app.request(url, { method, headers, ...(hasBody ? { body } : {}) });
      expect(DOCUMENTED).toContain(answer.status);
      const text = await answer.text();
      if (answer.headers.get("content-type") === "application/problem+json" && text !== "")
        Problem.parse(JSON.parse(text));
      return [answer.status, text];
    },
  );

  fuzz(
    "a question is read from its path, or refused",
    fc.tuple(soup(PATH), soup(PATH), soup(PATH), soup(PATH)),
    ([owner, repo, environment, sha]) => {
      const question = questionOf({ owner, repo, environment, sha });
      if ("repository" in question) {
        expect(question.sha).toMatch(/^[0-9a-f]{40}$/u);
        expect(`${question.repository.owner}/${question.repository.name}`).toMatch(/^[\w-]+\/[\w.-]+$/u);
      }
      return question;
    },
  );

  fuzz("a token is read from its header, or refused without being repeated", header, (text) => {
    const bearer = tokenOf(text);
    if ("token" in bearer) expect(bearer.token).toMatch(/^\S{20,2048}$/u);
    return bearer;
  });
});

fuzz(
  "an answer to a question is a whole one about that very deployment, or none",
  spoiltJson([
    { sha: "a".repeat(40), environment: "production", decision: "approved", title: "ready", reasons: [], report: "" },
  ]),
  (value) => {
    const answer = answerOf(value, { repository: "acme/shop", environment: "production", sha: "a".repeat(40) });
    if (answer !== undefined) expect(["approved", "awaiting", "rejected"]).toContain(answer.decision);
    return answer ?? null;
  },
);
