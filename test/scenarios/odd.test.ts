import { describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import {
  BOXES,
  checklistOf,
  checkOf,
  CONFIG,
  configOf,
  openShop,
  opensPull,
  PEOPLE,
  PROCEDURE,
  statusOf,
  tickedIn,
  writesOf,
} from "./shop.ts";
import { inOneWorld } from "./one-world.ts";
import type { World } from "./world.ts";

/** Bad input, odd repositories, and everything else that is not the main story. */

let world: World;
inOneWorld((started) => void (world = started));

const summaryOf = (pull: PullScenario): string => pull.check("gatehouse")?.summary ?? "";

const opened = async (shop: Parameters<typeof openShop>[1] = {}, about: Parameters<typeof opensPull>[1] = {}) => {
  const pull = await opensPull(openShop(world.github, shop), about);
  await world.settle();
  return pull;
};

const crlf = (text: string): string => `\uFEFF${text.replaceAll("\n", "\r\n")}`;

const many = (count: number, last: string): Record<string, string> =>
  Object.fromEntries([
    ...Array.from({ length: count - 1 }, (_none, n) => [`src/file-${String(n).padStart(5, "0")}.txt`, `${n}\n`]),
    [last, "last\n"],
  ]);

const step = (require: string, more = ""): string => `id: release
title: Release
phases:
  - id: all
    title: All
    blocks: merge
    steps:
      - { id: only, title: Only step, ${more}require: ${require} }
`;

describe("what is broken on the base branch shuts the gate and is named", () => {
  test.each<[string, { config?: string; procedure?: string; files?: Record<string, string> }, RegExp]>([
    ["malformed YAML", { config: "version: 1\nroles: [unclosed\n" }, /gatehouse\.yml/],
    ["a config that is a list", { config: "- one\n- two\n" }, /gatehouse\.yml/],
    ["an empty config", { config: "" }, /gatehouse\.yml/],
    ["an unknown key", { config: configOf("proceedures: []") }, /proceedures.*procedures/s],
    ["an unknown role", { procedure: BOXES.replace("by: qa", "by: quality") }, /quality/],
    ["two steps of one id", { procedure: BOXES.replace("id: alerts", "id: staging") }, /staging/],
    ["a procedure that is missing", { config: configOf("  - ./procedures/gone.yml") }, /gone\.yml/],
    ["a built-in procedure that does not exist", { config: configOf("  - builtin:nothing") }, /nothing/],
    ["a procedure of malformed YAML", { procedure: "id: release\n  title: [" }, /release\.yml/],
    [
      "a pattern that is no pattern",
      { procedure: step('{ pattern: { of: title, matches: "(" } }') },
      /matches|pattern/i,
    ],
  ])("%s", async (_what, shop, named) => {
    const pull = await opened(shop);
    expect(checkOf(pull)).toMatch(/^failure: .*Configuration error/);
    expect(summaryOf(pull)).toMatch(named);
    expect(pull.checks("gatehouse")).toHaveLength(1);
  });

  test("a config that is no text", async () => {
    const pull = await opened({ files: { [CONFIG]: Buffer.from([0, 1, 2, 255, 254]) } });
    expect(checkOf(pull)).toMatch(/^failure: .*Configuration error/);
    expect(summaryOf(pull)).toContain("binary");
  });

  test("and is right again once it is mended", async () => {
    const repo = openShop(world.github, { config: "version: 2\n" });
    const pull = await opensPull(repo);
    await world.settle();
    expect(checkOf(pull)).toMatch(/^failure: .*Configuration error/);
    await repo.push({ by: "olga", files: { [CONFIG]: configOf() } });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

describe("where the config is", () => {
  test("nowhere: nothing is said, whatever happens", async () => {
    const repo = world.github.repo("quiet/shop", { collaborators: PEOPLE, installed: true });
    const pull = await opensPull(repo);
    await pull.pushes({ by: "ada", files: { "a.txt": "a" } });
    await pull.comments({ by: "max", body: "/gate tick staging" });
    await pull.edits({ by: "ada", body: "Another" });
    await pull.closes({ by: "ada" });
    await world.settle();
    expect(pull.checks("gatehouse")).toEqual([]);
    expect(pull.commentsOf()).toEqual([]);
  });

  test("put there later: the open pull requests are judged", async () => {
    const repo = world.github.repo("late/shop", { collaborators: PEOPLE, installed: true });
    const pull = await opensPull(repo);
    await world.settle();
    expect(checkOf(pull)).toBe("none");
    await repo.push({ by: "olga", files: { [CONFIG]: configOf(), [PROCEDURE]: BOXES } });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("taken away later: the gate opens, and says why", async () => {
    const repo = openShop(world.github);
    const pull = await opensPull(repo);
    await world.settle();
    await repo.push({ by: "olga", delete: [CONFIG] });
    await world.settle();
    expect(checkOf(pull)).toMatch(/^success: /);
    expect(pull.commentsOf()).toEqual([]);
  });

  test("only in the owner's .github repository, and only there", async () => {
    const config = configOf().replace("  - ./procedures/release.yml", "  - ./procedures/house.yml");
    world.github.repo("house/.github", {
      files: { [CONFIG]: config, ".github/procedures/house.yml": BOXES },
      installed: true,
    });
    const pull = await opensPull(world.github.repo("house/shop", { collaborators: PEOPLE, installed: true }));
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("with an owner who is a person", async () => {
    world.github.user("ulla");
    const repo = world.github.repo("ulla/shop", {
      files: { [CONFIG]: configOf(), [PROCEDURE]: BOXES },
      collaborators: PEOPLE,
      installed: true,
    });
    const pull = await opensPull(repo);
    await world.settle();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  });

  test("installing the App judges what is open", async () => {
    const repo = world.github.repo("fresh/shop", {
      files: { [CONFIG]: configOf(), [PROCEDURE]: BOXES },
      collaborators: PEOPLE,
    });
    const pull = await opensPull(repo);
    await repo.installs({ by: "octo-founder" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

describe("text of any kind is handled", () => {
  test("a config and a procedure with CRLF and a byte-order mark", async () => {
    const pull = await opened({ config: crlf(configOf()), procedure: crlf(BOXES) });
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(tickedIn(pull)).toEqual(["staging"]);
  });

  test("names with emoji and right-to-left letters", async () => {
    const pull = await opened(
      {
        procedure: BOXES.replace("Tried on staging", "נבדק 🚀 على الخادم").replace(
          "title: Readiness",
          "title: ✅ מוכן",
        ),
      },
      { title: "🧺 סל", head: "feature/🧺-סל", files: { "src/סל 🧺.ts": "x" } },
    );
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    await pull.ticks({ by: "quinn", step: "נבדק 🚀" });
    await world.settle();
    expect(tickedIn(pull)).toEqual(["staging"]);
    expect(statusOf(pull)).toContain("נבדק 🚀 على الخادم");
  });

  test("a description of 65,536 characters", async () => {
    const head = "## Notes\n\nThe basket is kept.\n\n## More\n\n";
    const pull = await opened(
      { procedure: step("{ section: { heading: Notes } }") },
      { body: head.padEnd(65_536, "0123456789 words and words. ") },
    );
    expect(checkOf(pull)).toBe("success: Ready");
    await pull.edits({ by: "ada", body: "[x](".repeat(16_384) });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 1 left: notes missing");
  });

  test("a procedure of 1,000 steps", async () => {
    const steps = Array.from({ length: 1000 }, (_none, n) => `      - { id: step-${n}, title: Step number ${n} }`);
    const pull = await opened({ procedure: `${step("tick")}${steps.join("\n")}\n` });
    expect(checkOf(pull)).toBe("action_required: 1001 of 1001 left: 1001 ticks");
    expect(checklistOf(pull).length).toBeLessThan(65_536);
    await pull.comments({ by: "ada", body: "/gate tick step-999" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1000 of 1001 left: 1000 ticks");
  });
});

describe("documents", () => {
  const PLAN = step("{ document: { path: docs/plan.md, min_words: 3 } }");

  test.each<[string, string | Buffer, RegExp]>([
    ["that is binary", Buffer.from([1, 0, 255, 216, 0, 3]), /binary/],
    ["over 1 MB", "word ".repeat(210_000), /larger than 1 MB/],
  ])("%s is refused with the reason", async (_what, content, reason) => {
    const pull = await opened({ procedure: PLAN }, { files: { "docs/plan.md": content } });
    expect(pull.check("gatehouse")?.conclusion).toBe("failure");
    expect(summaryOf(pull)).toMatch(reason);
  });

  test("are read at the head, policy is not", async () => {
    const pull = await opened(
      { procedure: PLAN },
      { files: { "docs/plan.md": "Switch it off again.\n", [PROCEDURE]: step("{ tick: { by: nobody } }") } },
    );
    expect(pull.check("gatehouse")?.conclusion).toBe("failure");
    expect(summaryOf(pull)).toContain("nobody");
    await pull.pushes({ by: "ada", files: { [PROCEDURE]: PLAN } });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });
});

describe("changed files", () => {
  const PROTECTED = step("{ tick: { by: qa } }", 'when: { paths: ["protected/**"] }, ');

  test("a rename out of a protected path touches it", async () => {
    const text = "The very same words, line by line.\n".repeat(20);
    const pull = await opened(
      { procedure: PROTECTED, files: { "protected/a.txt": text } },
      { files: { "elsewhere/a.txt": text }, delete: ["protected/a.txt"] },
    );
    expect(checkOf(pull)).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("3,000 of them are read to the last", async () => {
    const away = await opened({ procedure: PROTECTED }, { files: many(3000, "src/z.txt") });
    expect(checkOf(away)).toMatch(/^success: /);
    const touched = await opened({ procedure: PROTECTED }, { files: many(3000, "protected/z.txt") });
    expect(checkOf(touched)).toBe("action_required: 1 of 1 left: 1 tick");
  });

  test("more than GitHub lists: rules about them shut the gate", async () => {
    const pull = await opened({ procedure: PROTECTED }, { files: many(3001, "src/z.txt") });
    expect(pull.check("gatehouse")?.conclusion).toBe("failure");
    expect(summaryOf(pull)).toMatch(/3000 of the 3001/);
  });
});

describe("people and teams", () => {
  test("a team that does not exist is named, and nothing passes", async () => {
    const pull = await opened({ config: configOf().replace("[quinn, quentin]", '["@acme/ghosts"]') });
    await pull.comments({ by: "quinn", body: "/gate tick staging" });
    await world.settle();
    expect(pull.check("gatehouse")?.conclusion).not.toBe("success");
    expect(`${summaryOf(pull)}${statusOf(pull)}`).toMatch(/the team @.*acme\/ghosts does not exist/);
  });

  test("without the permission to see teams the same", async () => {
    world.github.org("shy", { teams: { qa: ["quinn"] } });
    const repo = world.github.repo("shy/shop", {
      files: { [CONFIG]: configOf().replace("[quinn, quentin]", '["@shy/qa"]'), [PROCEDURE]: BOXES },
      collaborators: PEOPLE,
      installed: true,
    });
    world.github.revokes("shy", "members");
    const pull = await opensPull(repo);
    await world.settle();
    await pull.comments({ by: "quinn", body: "/gate tick staging" });
    await world.settle();
    expect(pull.check("gatehouse")?.conclusion).not.toBe("success");
    expect(`${summaryOf(pull)}${statusOf(pull)}`).toMatch(/the team @.*shy\/qa does not exist or can't be seen/);
  });

  test("an author who is no more", async () => {
    const pull = await opened({}, { by: "gone", fork: true });
    world.github.deletesUser("gone");
    await pull.comments({ by: "max", body: "/gate recheck" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.ticks({ by: "quinn", step: "Alerts looked at" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });

  test("a fork that is no more", async () => {
    const pull = await opened({}, { by: "frank", fork: true });
    pull.deletesFork();
    await pull.comments({ by: "max", body: "/gate recheck" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

describe("the life of a pull request", () => {
  test("a draft is judged like any other", async () => {
    const pull = await opened({}, { draft: true });
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    await pull.readyForReview({ by: "ada" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("closed, a command is told so and nothing else is written; reopened, it is judged as it stands", async () => {
    const pull = await opened();
    await pull.closes({ by: "ada" });
    await world.settle();
    world.github.resetCalls();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.edits({ by: "ada", body: "closed" });
    await world.settle();
    expect(world.github.writes()).toEqual([]);
    await pull.comments({ by: "quinn", body: "/gate tick alerts" });
    await world.settle();
    expect(writesOf(world.github)).toEqual([
      "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
      "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    ]);
    world.github.advance(60_000);
    await pull.reopens({ by: "ada" });
    await world.settle();
    expect(tickedIn(pull)).toEqual(["staging"]);
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  });

  test("closed and reopened, told in the wrong order, it is not forgotten", async () => {
    const pull = await opened();
    world.github.hold();
    await pull.closes({ by: "ada" });
    await pull.reopens({ by: "ada" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  });

  test("a new base brings its own policy", async () => {
    const repo = openShop(world.github, { branches: ["release"] });
    await repo.push({ by: "olga", branch: "release", files: { [PROCEDURE]: step("{ labels: { all: [go] } }") } });
    const pull = await opensPull(repo);
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    await pull.edits({ by: "ada", base: "release" });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 1 left: 1 label missing");
    await pull.labels({ by: "ada", add: ["go"] });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });

  test("a force-push, and back to the commit of before", async () => {
    const pull = await opened({ procedure: step("{ labels: { all: [go] } }") });
    const first = pull.headSha;
    await pull.pushes({ by: "ada", force: true, files: { "src/basket.ts": "other\n" } });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 1 left: 1 label missing");
    await pull.labels({ by: "ada", add: ["go"] });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    pull.state.headRepo?.refs.set(`refs/heads/${pull.state.headRef}`, first);
    pull.state.headSha = first;
    await pull.edits({ by: "ada", title: "Back to the first" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });

  test("a push that GitHub tells of late: the check is on the head as it is", async () => {
    const pull = await opened();
    world.github.hold();
    await pull.pushes({ by: "ada", files: { "src/one.ts": "" } });
    await pull.pushes({ by: "ada", files: { "src/two.ts": "" } });
    await pull.reportsCheck({ name: "ci", conclusion: "success" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

describe("two pull requests with one head commit", () => {
  const LABEL = step("{ labels: { all: [go] } }");
  const twins = async () => {
    const repo = openShop(world.github, { procedure: LABEL, branches: ["release"] });
    const one = await opensPull(repo, { head: "feature" });
    const two = await repo.opens({ by: "ada", head: "feature", base: "release", title: "To the release" });
    await world.settle();
    return { one, two };
  };

  test("share one check, and the worse of them wins", async () => {
    const { one, two } = await twins();
    expect(one.headSha).toBe(two.headSha);
    expect(one.check("gatehouse")?.id).toBe(two.check("gatehouse")?.id);
    expect(one.check("gatehouse")?.conclusion).toBe("failure");
    await one.labels({ by: "ada", add: ["go"] });
    await world.settle();
    expect(one.check("gatehouse")?.conclusion).toBe("failure");
    await two.labels({ by: "ada", add: ["go"] });
    await world.settle();
    expect(one.check("gatehouse")?.conclusion).toBe("success");
  });

  test("changed at the same time end right", async () => {
    const { one, two } = await twins();
    world.github.latency(50);
    await Promise.all([one.labels({ by: "ada", add: ["go"] }), two.labels({ by: "ada", add: ["go"] })]);
    await world.settle();
    world.github.latency(0);
    expect(one.check("gatehouse")?.conclusion).toBe("success");
    world.github.latency(50);
    await Promise.all([one.labels({ by: "ada", remove: ["go"] }), two.edits({ by: "ada", title: "Again" })]);
    await world.settle();
    world.github.latency(0);
    expect(one.check("gatehouse")?.conclusion).toBe("failure");
  });

  test("of which the second is opened while the first is called ready end with what both say", async () => {
    const repo = openShop(world.github, { procedure: LABEL, branches: ["release"] });
    const one = await opensPull(repo, { head: "feature" });
    await world.settle();
    const meanwhile = async (): Promise<void> => {
      await repo.opens({ by: "ada", head: "feature", base: "release", title: "To the release" });
    };
    world.github.fail({ match: /^PATCH .*check-runs/u, meanwhile });
    await one.labels({ by: "ada", add: ["go"] });
    await world.settle();
    expect(one.check("gatehouse")?.conclusion).toBe("failure");
  });

  test("the one that is closed holds the other back no more", async () => {
    const { one, two } = await twins();
    await one.labels({ by: "ada", add: ["go"] });
    await world.settle();
    expect(one.check("gatehouse")?.conclusion).toBe("failure");
    await two.closes({ by: "ada" });
    await world.settle();
    expect(checkOf(one)).toBe("success: Ready");
  });
});

test("writes are made for the repository they belong to only", async () => {
  const [one, two] = [await opened(), await opened()];
  world.github.resetCalls();
  await one.ticks({ by: "quinn", step: "Tried on staging" });
  await world.settle();
  expect(writesOf(world.github)).toHaveLength(2);
  expect(tickedIn(two)).toEqual([]);
});
