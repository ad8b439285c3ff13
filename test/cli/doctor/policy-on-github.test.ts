import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { policyOnGithub } from "../../../src/cli/doctor/policy-on-github.ts";
import { personalClient } from "../../../src/cli/github/personal-client.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { manifest } from "../../scenarios/manifest.ts";

let github: FakeGitHub;

beforeAll(async () => {
  github = await FakeGitHub.start({ app: manifest() });
  github.repo("acme/shop", {
    files: {
      ".github/gatehouse.yml": "version: 1\nprocedures: [docs/release.md]\n",
      "docs/release.md": "- [ ] Tried\n",
    },
    collaborators: { ada: "admin" },
  });
});

afterAll(async () => github.stop());

test("a procedure is linked to on the GitHub that it is on", async () => {
  const { get } = personalClient({ token: github.tokenOf("ada"), apiUrl: github.url });
  const at = { owner: "acme", name: "shop", branch: "main", url: "https://github.example.com/acme/shop" };
  const policy = await policyOnGithub(get, at);
  expect(policy?.procedures.map(({ source }) => source)).toEqual([
    { reference: "acme/shop:docs/release.md", url: "https://github.example.com/acme/shop/blob/main/docs/release.md" },
  ]);
});

test("a procedure too large for GitHub to hand over is a problem, not an empty procedure", async () => {
  github.repo("acme/large", {
    files: {
      ".github/gatehouse.yml": "version: 1\nprocedures: [docs/release.md]\n",
      "docs/release.md": `- [ ] Tried\n${"x".repeat(1_048_577)}\n`,
    },
    collaborators: { ada: "admin" },
  });
  const { get } = personalClient({ token: github.tokenOf("ada"), apiUrl: github.url });
  const at = { owner: "acme", name: "large", branch: "main", url: "https://github.example.com/acme/large" };
  const policy = await policyOnGithub(get, at);
  expect(policy?.findings.map(({ message }) => message)).toEqual([
    expect.stringContaining("GitHub hands over no file above 1 MB"),
  ]);
});
