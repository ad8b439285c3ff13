import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { answersOn, callsOf, checklistOf, checkOf, openShop, opensPull, statusOf, tickedIn } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** Everything people can say, by those who may and those who may not. */

let world: World;
let repo: RepoScenario;
let pull: PullScenario;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

/** ada wrote it, quinn and quentin test, olga and oscar may override, paula owns the product, max may write, rita may read. */
const SPOKEN = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: mobile, title: Mobile app checked (if applicable), waivable: true }
      - { id: docs, title: Handbook updated, help: See the wiki. }
      - { id: product, title: The product owner agrees, require: { signoff: { role: product } } }
    gate: { decision: { role: lead } }
`;

const CONFIG = `version: 1
roles:
  qa: [quinn, quentin]
  product: [paula, ada]
  lead: [olga]
  release-manager: [olga, oscar, ada]
procedures:
  - ./procedures/release.yml
override: { roles: [release-manager], expires: 30m }
`;

const LEFT = "5 of 5 left";

beforeEach(async () => {
  repo = openShop(world.github, { procedure: SPOKEN, config: CONFIG });
  repo.collaborator("paula", "write");
  repo.collaborator("oscar", "write");
  pull = await opensPull(repo);
  await world.settle();
  world.github.resetCalls();
});

const said = async (by: string, body: string): Promise<readonly string[]> => {
  world.github.advance(1000);
  const comment = await pull.comments({ by, body });
  await world.settle();
  return comment.reactions.map(({ content }) => content);
};

const lastAnswer = (): string => answersOn(pull).at(-1) ?? "";

test("it begins with everything open", () => {
  expect(checkOf(pull)).toContain(LEFT);
});

describe("tick, waive and sign off", () => {
  test.each([
    ["quinn", "/gate tick staging"],
    ["max", "/gate waive mobile there is no app"],
    ["paula", "/gate signoff product"],
    ["paula", "/gate signoff Product looks good"],
    ["olga", "/gate defer docs after the fair"],
  ])("%s: %s", async (by, body) => {
    expect(await said(by, body)).toEqual(["+1"]);
    expect(checkOf(pull)).toContain("4 of 5 left");
    expect(answersOn(pull)).toEqual([]);
  });

  test.each([
    ["max", "/gate tick staging", "only qa may do this"],
    ["rita", "/gate tick docs", "this needs write permission"],
    ["rita", "/gate waive mobile there is no app", "this needs write permission"],
    ["max", "/gate waive docs nobody reads it", "only release-manager may do this"],
    ["max", "/gate defer docs after the fair", "only release-manager may do this"],
    ["max", "/gate signoff product", "only product may do this"],
    ["ada", "/gate signoff product", "the author's own sign-off does not count"],
    ["max", "/gate signoff lawyers", "no step here asks for a sign-off by"],
    ["paula", "/gate revoke product", "has not signed off"],
    ["paula", "/gate signoff", "Which role?"],
    ["quinn", "/gate tick", "Which step?"],
    ["olga", "/gate waive mobile", "Please say why"],
    ["olga", "/gate waive moblie no app", "Did you mean `mobile`?"],
    ["max", "/gate go readiness", "only lead may do this"],
    ["olga", "/gate go launch", "Nothing called `launch`"],
    ["olga", "/gate no-go readiness", "Please say why"],
    ["max", "/gate override the shop is down", "only release-manager may do this"],
    ["max", "/gate abort not needed", "only the author or release-manager may do this"],
    ["olga", "/gate resume", "nothing was aborted"],
    ["max", "/gate rollback it burns", "only release-manager may do this"],
    ["rita", "/gate explain stagin", "Did you mean `staging`?"],
    ["rita", "/gate dance", "There is no `/gate dance`"],
  ])("%s may not: %s", async (by, body, words) => {
    expect(await said(by, body)).toEqual(["confused"]);
    expect(lastAnswer()).toContain(words);
    expect(answersOn(pull)).toHaveLength(1);
    expect(checkOf(pull)).toContain(LEFT);
  });
});

describe("several commands in one comment", () => {
  test("are judged each by what the one before left, and answered once", async () => {
    const body = "/gate tick staging\n/gate untick staging\n/gate tick nothing\n/gate tick docs";
    expect(await said("quinn", body)).toEqual(["confused"]);
    expect(tickedIn(pull)).toEqual(["docs"]);
    expect(answersOn(pull)).toHaveLength(1);
  });

  test("are told of where there are more than count", async () => {
    expect(await said("quinn", `/gate tick docs\n${"/gate recheck\n".repeat(20)}`)).toEqual(["confused"]);
    expect(tickedIn(pull)).toEqual(["docs"]);
    expect(lastAnswer()).toContain("of a comment the first 20 count, within its first 5,000 characters");
    expect(await said("quinn", `${"A long story.\n".repeat(400)}\n/gate tick staging`)).toEqual(["confused"]);
    expect(answersOn(pull)).toHaveLength(2);
  });

  test("that all succeed get one reaction", async () => {
    expect(await said("quinn", "/gate tick staging\n/gate tick docs\n/gate tick mobile")).toEqual(["+1"]);
    expect(tickedIn(pull)).toEqual(["staging", "mobile", "docs"]);
    expect(checkOf(pull)).toContain("2 of 5 left");
  });
});

describe("a decision", () => {
  test("goes by the last word of the role", async () => {
    expect(await said("olga", "/gate no-go readiness errors doubled")).toEqual(["+1"]);
    expect(checkOf(pull)).toContain("failure");
    expect(statusOf(pull)).toContain("errors doubled");
    expect(await said("olga", "/gate go readiness")).toEqual(["+1"]);
    expect(checkOf(pull)).toContain("4 of 5 left");
  });
});

describe("a sign-off", () => {
  test("is taken back, and goes stale by a push", async () => {
    await said("paula", "/gate signoff product");
    expect(checkOf(pull)).toContain("4 of 5 left");
    expect(await said("paula", "/gate revoke product")).toEqual(["+1"]);
    expect(checkOf(pull)).toContain(LEFT);
    await said("paula", "/gate signoff product");
    expect(checkOf(pull)).toContain("4 of 5 left");
    await pull.pushes({ by: "ada", files: { "src/basket.ts": "export const one = 1;\n" } });
    await world.settle();
    expect(checkOf(pull)).toContain(LEFT);
  });
});

const issues = () => repo.issues.map(({ state }) => state.title);

describe("an override", () => {
  test("opens the gate for this commit, opens one follow-up issue, and ends with a push", async () => {
    expect(await said("olga", "/gate override the shop is down")).toEqual(["+1"]);
    expect(checkOf(pull)).toContain("success");
    expect(answersOn(pull)).toEqual([]);
    expect(issues()).toEqual([`Follow up: override of #${pull.number} (merge)`]);
    const body = repo.issues[0]?.state.body ?? "";
    expect(body).toContain("the shop is down");
    expect(body.match(/^- \[ \] /gmu)).toHaveLength(5);
    expect(statusOf(pull)).toContain(`/issues/${repo.issues[0]?.number}`);
    await pull.pushes({ by: "ada", files: { "src/basket.ts": "export const one = 1;\n" } });
    await world.settle();
    expect(checkOf(pull)).toContain(LEFT);
    expect(issues()).toHaveLength(1);
  });

  test("of the author waits for a second person, and says so", async () => {
    expect(await said("ada", "/gate override the shop is down")).toEqual(["+1"]);
    expect(lastAnswer()).toContain("somebody else of `release-manager`");
    expect(checkOf(pull)).not.toContain("success");
    expect(issues()).toEqual([]);
    expect(await said("olga", "/gate override I agree")).toEqual(["+1"]);
    expect(checkOf(pull)).toContain("success");
    expect(issues()).toHaveLength(1);
  });
});

describe("a deferral", () => {
  test("opens one follow-up issue, and explain links to it", async () => {
    await said("olga", "/gate defer docs after the fair");
    expect(repo.issues.map(({ state }) => state.title)).toEqual([`Follow up: Handbook updated of #${pull.number}`]);
    await said("olga", "/gate defer docs after the other fair");
    expect(repo.issues).toHaveLength(1);
    await said("rita", "/gate explain docs");
    expect(lastAnswer()).toContain(`/issues/${repo.issues[0]?.number}`);
    expect(await said("olga", "/gate untick docs")).toEqual(["+1"]);
    expect(checkOf(pull)).toContain(LEFT);
  });

  test.each([
    ["the answer is 502 and nothing was made", { status: 502 }],
    ["the answer is 502 although it was made", { status: 502, applied: true }],
    ["the line is cut although it was made", { drop: true, applied: true }],
  ])("opens one issue though %s", async (_what, fault) => {
    world.github.fail({ match: /^POST \/repos\/[^/]+\/[^/]+\/issues$/, ...fault });
    await said("olga", "/gate defer docs after the fair");
    await until(() => checkOf(pull).includes("4 of 5 left"));
    await world.settle();
    expect(repo.issues).toHaveLength(1);
  });

  test("counts also where no issue can be opened, and says so", async () => {
    world.github.fail({
      match: /^POST \/repos\/[^/]+\/[^/]+\/issues$/,
      status: 410,
      body: { message: "Issues has been disabled in this repository." },
    });
    expect(await said("olga", "/gate defer docs after the fair")).toEqual(["+1"]);
    expect(lastAnswer()).toContain("could not be opened");
    await said("rita", "/gate recheck");
    expect(repo.issues).toHaveLength(0);
    expect(checkOf(pull)).toContain("4 of 5 left");
  });
});

describe("the end of a run", () => {
  test("is an abort by the author, taken back by resume", async () => {
    expect(await said("ada", "/gate abort not needed")).toEqual(["+1"]);
    expect(statusOf(pull)).toContain("**Aborted.** ada aborted it: not needed.");
    expect(await said("ada", "/gate resume")).toEqual(["+1"]);
    expect(statusOf(pull)).not.toContain("Aborted");
  });

  test("is a rollback, which posts the plan's steps once", async () => {
    await pull.edits({
      by: "ada",
      body: "## Rollback plan\n\nWhen errors double.\n\n### Steps\n\n1. Tell @everyone\n2. Revert the `basket`\n   - also the cart\n",
    });
    await world.settle();
    expect(await said("olga", "/gate rollback errors doubled")).toEqual(["+1"]);
    expect(answersOn(pull)).toHaveLength(1);
    expect(lastAnswer()).toMatch(/- \[ \] Tell @&#8203;everyone\n- \[ \] Revert the basket\n- \[ \] also the cart/u);
    expect(statusOf(pull)).toContain("Rolled back");
    await world.github.deliverTwice("issue_comment.created");
    await world.settle();
    expect(answersOn(pull)).toHaveLength(1);
  });

  test("is a rollback, with the plan that the gate of a phase asks for", async () => {
    const closed = SPOKEN.replace("{ decision: { role: lead } }", "{ rollback_plan: { path: rollback.md } }");
    const files = { "rollback.md": "# Rollback\n\nWhen errors double.\n\n## Steps\n\n1. Revert the basket\n" };
    pull = await opensPull(openShop(world.github, { procedure: closed, config: CONFIG }), { files });
    await world.settle();
    expect(await said("olga", "/gate rollback errors doubled")).toEqual(["+1"]);
    expect(lastAnswer()).toContain("- [ ] Revert the basket");
  });

  test("says so where there is no plan", async () => {
    await said("olga", "/gate rollback errors doubled");
    expect(lastAnswer()).toContain("no rollback plan");
  });
});

describe("a question", () => {
  test("explain tells what a step asks for, who can, and what people did", async () => {
    await said("max", "/gate tick staging");
    await said("quinn", "/gate tick staging");
    expect(await said("rita", "/gate explain staging")).toEqual(["+1"]);
    const answer = lastAnswer();
    expect(answer).toContain("**Tried on staging** ✅ done");
    expect(answer).toMatch(/The tick by max was refused: only qa may do this/u);
    expect(answer).toMatch(/quinn \(qa\) ticked it, at `/u);
    expect(answer).not.toContain("@");
  });

  test("help tells who may do what here", async () => {
    expect(await said("rita", "/gate help")).toEqual(["+1"]);
    expect(lastAnswer()).toContain("| `/gate defer STEP reason` |");
    expect(lastAnswer()).toContain("release-manager");
    expect(lastAnswer()).toContain("`staging`");
  });
});

const short = (call: string): string =>
  call
    .replace(/^(\w+) .*\/check-runs.*$/u, "$1 check")
    .replace(/^(\w+) .*\/reactions$/u, "$1 reaction")
    .replace(/^(\w+) .*\/issues\/comments\/.*$/u, "$1 comment")
    .replace(/^(\w+) .*\/issues\/\{issue_number\}\/comments$/u, "$1 comment")
    .replace(/^(\w+) .*\/permission$/u, "$1 permission")
    .replace(/^(\w+) .*\/issues$/u, "$1 issue");

/** What a slow turn does otherwise: it looks at the checklist once more, and rewrites the two comments one by one. */
const costOf = async (by: string, body: string): Promise<readonly string[]> => {
  world.github.resetCalls();
  await said(by, body);
  return callsOf(world.github)
    .map(short)
    .filter((call) => call !== "GET comment")
    .flatMap((call) => (call === "Comments" ? ["PATCH comment", "PATCH comment"] : [call]))
    .toSorted();
};

describe("what a command costs", () => {
  const WRITES = ["PATCH check", "PATCH comment", "POST reaction"];
  test.each([
    ["paula", "/gate signoff product", ["GET permission", ...WRITES, "Snapshot"]],
    ["olga", "/gate go readiness", ["GET permission", ...WRITES, "Snapshot"]],
    ["olga", "/gate defer docs later", ["GET permission", ...WRITES, "PATCH comment", "POST issue", "Snapshot"]],
    ["olga", "/gate override it burns", ["GET permission", ...WRITES, "POST issue", "Snapshot"]],
    ["rita", "/gate explain docs", ["POST comment", "POST reaction", "Snapshot"]],
    ["rita", "/gate help", ["POST comment", "POST reaction", "Snapshot"]],
  ])("%s: %s", async (by, body, calls) => {
    expect(await costOf(by, body)).toEqual(calls.toSorted());
  });
});

test("the checklist tells who waived and what was put off", async () => {
  await said("max", "/gate waive mobile there is no app");
  expect(checklistOf(pull)).toContain("there is no app");
});

/** Last, because the clock of this GitHub is far ahead of ours afterwards. */
test("an override expires by the clock", async () => {
  await said("olga", "/gate override merge the shop is down");
  expect(checkOf(pull)).toContain("success");
  world.github.advance(31 * 60_000);
  await said("rita", "/gate recheck");
  expect(checkOf(pull)).toContain(LEFT);
  expect(repo.issues).toHaveLength(1);
});
