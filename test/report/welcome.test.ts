import { expect, test } from "@jest/globals";
import { starterConfig } from "../../src/procedures/starter.ts";
import { welcomeIssue } from "../../src/report/welcome.ts";

const config = starterConfig({ lead: "mona", checklists: ["docs/release.md"] });
const about = {
  repository: "acme/shop",
  url: "https://github.com/acme/shop",
  branch: "main",
  path: ".github/gatehouse.yml",
  config,
  isForAll: false,
  misnamed: [],
};

test("the whole issue, as people read it", () => {
  const { title, body } = welcomeIssue(about);
  expect(title).toBe("Gatehouse is installed: one file, and it begins");
  expect(body.replace(/\(https:\S+\)/u, "(ADDRESS)")).toMatchInlineSnapshot(`
   "<!-- gatehouse:welcome -->
   Gatehouse says nothing in \`acme/shop\` yet, because there is no config. This one begins **in shadow mode: it holds nothing back**, and says on each pull request what it would hold.

   **[Propose this config](ADDRESS)**. GitHub opens the file for you to change; under *Commit changes…* choose *Create a new branch and start a pull request*.

   \`\`\`yaml
   # .github/gatehouse.yml
   # How this repository uses Gatehouse.
   version: 1
   # Says what would be held back, and holds nothing back. Change it to \`enforce\` when it fits.
   mode: shadow
   roles:
     # Logins, and teams as "@org/team".
     release-manager: ["mona"]
   procedures:
     # Checks, conversations, release notes, a rollback plan, and a release manager who approves.
     - builtin:release-readiness
     # Your own checklist, as it stands; it asks only pull requests that carry the label \`release\`.
     - { use: "docs/release.md", applies: { labels: release } }
   \`\`\`

   1. The pull request gets a check \`gatehouse/config\`: whether the file is valid, what merging it switches on, and what it would change for open pull requests.
   2. Once it is merged, every pull request shows what is left to do. The check counts what would have been held back.
   3. When that fits, change \`mode\` to \`enforce\`, and require the check \`gatehouse\` in a ruleset.

   Not now? Close this issue. Gatehouse does not open another one.
   "
  `);
});

test("the address fills GitHub's editor in, whatever the branch is called", () => {
  const { body } = welcomeIssue({ ...about, branch: "release/(next) #1" });
  const [, address = ""] = /\]\((https:[^\s)]+)\)/u.exec(body) ?? [];
  const url = new URL(address);
  expect(decodeURIComponent(url.pathname)).toBe("/acme/shop/new/release/(next) #1");
  expect(url.searchParams.get("filename")).toBe(".github/gatehouse.yml");
  expect(url.searchParams.get("value")).toBe(config);
  expect(address.length).toBeLessThan(4000);
});

test("in the owner's own repository it says that it holds for all", () => {
  expect(welcomeIssue({ ...about, repository: "acme/.github", isForAll: true }).body).toContain(
    "it holds for every repository of acme that has no config of its own",
  );
});

test("a config under another name is told first", () => {
  const { body } = welcomeIssue({ ...about, misnamed: [".github/gatehouse.yaml"] });
  expect(body).toContain("**`.github/gatehouse.yaml` is not read**: the config is `.github/gatehouse.yml`.");
});
