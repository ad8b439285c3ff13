import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { answersOn, checkOf, CONFIG, openShop, opensPull, statusOf, type ShopOptions } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Windows open and shut by the clock of GitHub, and everything they hold turns with them, once. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday; in this summer Berlin is two hours ahead of UTC. */
const FIRST_MONDAY = Date.parse("2026-06-01T00:00:00Z");

let world: World;
let dataDir = "";
let weeks = 0;
/** Closed after each story, so that the clock of the next one moves nothing of it. */
const pulling: PullScenario[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-windows-"));
  // Every call is counted, and a clock that jumps by days has a process that catches up look everything through.
  world = await startWorld({ github: { now: new Date(FIRST_MONDAY) }, dataDir, catchUp: false });
});
afterEach(async () => {
  world.github.assertClean();
  for (const pull of pulling.splice(0)) await pull.closes({ by: "max" });
  await world.settle();
});
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const HOLIDAYS = ".github/holidays.ics";

const calendar = (...events: readonly string[]): string =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//acme//holidays//EN", ...events, "END:VCALENDAR", ""].join("\r\n");

const wholeDay = (at: number, name: string): string =>
  [
    "BEGIN:VEVENT",
    `UID:${at}`,
    `DTSTART;VALUE=DATE:${dayOf(at).replaceAll("-", "")}`,
    `SUMMARY:${name}`,
    "END:VEVENT",
  ].join("\r\n");

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const WINDOW = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: window, title: At a good moment, require: window }
`;

const HOURS = `days: [mon-thu], hours: "09:00-16:00", timezone: Europe/Berlin`;

const configOf = (window: string, ...more: readonly string[]): string =>
  [
    "roles:",
    "  release-manager: [olga]",
    "procedures: [./procedures/release.yml]",
    "override: { roles: [release-manager] }",
    `windows: { production: { ${window} } }`,
    ...more,
    "",
  ].join("\n");

/** Nine in Berlin of a Monday that no story has used. */
const nextMonday = (): number => {
  weeks += 1;
  const monday = FIRST_MONDAY + weeks * 7 * DAY;
  world.github.setClock(new Date(monday));
  return monday + 7 * HOUR;
};

const at = async (moment: number): Promise<void> => {
  world.github.setClock(new Date(moment));
  await world.settle();
};

const shopWith = (options: ShopOptions): RepoScenario => openShop(world.github, { procedure: WINDOW, ...options });

const opensOne = async (...about: Parameters<typeof opensPull>): Promise<PullScenario> => {
  const pull = await opensPull(...about);
  pulling.push(pull);
  return pull;
};

const opened = async (repo: RepoScenario, count = 1): Promise<readonly PullScenario[]> => {
  const pulls: PullScenario[] = [];
  for (let left = count; left > 0; left -= 1)
    pulls.push(await opensOne(repo, { files: { [`src/part-${left}.ts`]: `// ${left}\n` } }));
  await world.settle();
  return pulls;
};

/** What was asked and said until then; a token that the clock made too old is not counted. */
const since = async (moment: number): Promise<readonly string[]> => {
  const before = world.github.calls.length;
  await at(moment);
  return world.github.calls
    .slice(before)
    .filter(({ path, status }) => status !== 401 && !path.endsWith("/access_tokens"))
    .map(({ method, path, route, operation }) => operation ?? route ?? `${method} ${path}`)
    .toSorted();
};

/** A turn of a pull request whose verdict changes. */
const turns = (count: number): readonly string[] =>
  [
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    "Snapshot",
  ].flatMap((call) => Array.from({ length: count }, () => call));

const SHUT = "action_required: 1 of 1 left: window shut";
const FROZEN = "action_required: 1 of 1 left: frozen";
const READY = "success: Ready";

const checks = (pulls: readonly PullScenario[]): readonly string[] => pulls.map(checkOf);

describe("a window", () => {
  test("opens and shuts for all pull requests, each judged once, to the millisecond", async () => {
    const nine = nextMonday();
    const pulls = await opened(shopWith({ config: configOf(HOURS) }), 3);
    expect(checks(pulls)).toEqual([SHUT, SHUT, SHUT]);
    expect(await since(nine - 1)).toEqual([]);
    expect(await since(nine)).toEqual(turns(3));
    expect(checks(pulls)).toEqual([READY, READY, READY]);
    expect(await since(nine + 7 * HOUR - 1)).toEqual([]);
    expect(await since(nine + 7 * HOUR)).toEqual(turns(3));
    expect(checks(pulls)).toEqual([SHUT, SHUT, SHUT]);
    expect(await since(nine + 23 * HOUR)).toEqual([]);
  });

  test("turns at the edges that passed while Gatehouse was away", async () => {
    const nine = nextMonday();
    const pulls = await opened(shopWith({ config: configOf(HOURS) }), 2);
    await at(nine + HOUR);
    expect(checks(pulls)).toEqual([READY, READY]);
    await world.away();
    world.github.setClock(new Date(nine + 8 * HOUR));
    await world.back();
    await world.settle();
    expect(checks(pulls)).toEqual([SHUT, SHUT]);
    await world.away();
    await world.back();
    await at(nine + DAY - 1);
    expect(checks(pulls)).toEqual([SHUT, SHUT]);
    await at(nine + DAY);
    expect(checks(pulls)).toEqual([READY, READY]);
  });

  test("that the config moves takes its timers along", async () => {
    const nine = nextMonday();
    const repo = shopWith({ config: configOf(HOURS) });
    const pulls = await opened(repo, 2);
    await at(nine);
    await repo.push({ by: "max", files: { [CONFIG]: configOf(HOURS.replace("16:00", "12:00")) } });
    await world.settle();
    expect(checks(pulls)).toEqual([READY, READY]);
    await at(nine + 3 * HOUR);
    expect(checks(pulls)).toEqual([SHUT, SHUT]);
    expect(await since(nine + 7 * HOUR)).toEqual([]);
    await repo.push({ by: "max", files: { [CONFIG]: configOf(HOURS.replace("16:00", "20:00")) } });
    await world.settle();
    expect(checks(pulls)).toEqual([READY, READY]);
    await at(nine + 11 * HOUR);
    expect(checks(pulls)).toEqual([SHUT, SHUT]);
  });
});

describe("a freeze", () => {
  test("begins and ends by the clock, and holds nothing that its rule lets through", async () => {
    const nine = nextMonday();
    const day = dayOf(nine);
    const freeze = `freezes: [{ name: Sale, from: "${day}T10:00", to: "${day}T11:00", timezone: Europe/Berlin, exempt: { paths: ["docs/**"] } }]`;
    const repo = shopWith({ config: configOf(HOURS, freeze) });
    const code = await opensOne(repo);
    const docs = await opensOne(repo, { files: { "docs/sale.md": "# Sale\n" } });
    await at(nine);
    expect(checks([code, docs])).toEqual([READY, READY]);
    expect((await since(nine + HOUR)).length).toBeGreaterThan(0);
    expect(checks([code, docs])).toEqual([FROZEN, READY]);
    expect(statusOf(code)).toContain("Sale");
    expect(statusOf(code)).toContain("It lets through where a changed file matches `docs/**`.");
    await at(nine + 2 * HOUR);
    expect(checks([code, docs])).toEqual([READY, READY]);
  });

  test("lets through what an override role exempted before it began, for that commit", async () => {
    const nine = nextMonday();
    const day = dayOf(nine);
    world.github.org("frozen", { teams: { release: ["olga"] } });
    const config = configOf(
      HOURS,
      `freezes: [{ name: Year end, from: ${day}, to: ${day}, timezone: Europe/Berlin, environments: [production] }]`,
    ).replace("[olga]", '["@frozen/release"]');
    world.github.setClock(new Date(nine - 3 * DAY));
    const repo = world.github.repo("frozen/shop", {
      files: {
        [CONFIG]: config,
        ".github/procedures/release.yml": WINDOW.replace(
          "require: window",
          "require: { window: { environment: Production } }",
        ),
      },
      collaborators: { ada: "write", olga: "write", max: "write" },
      installed: true,
    });
    const [pull, other] = await opened(repo, 2);
    if (pull === undefined || other === undefined) throw new Error("no pull request");
    await pull.comments({ by: "max", body: "/gate exempt Year end it is urgent" });
    await pull.comments({ by: "olga", body: "/gate exempt year end: the tax form must be there in January" });
    await world.settle();
    expect(answersOn(pull).join("\n")).toContain("The exemption by max was refused: only release-manager may do this.");
    await at(nine);
    expect(checks([pull, other])).toEqual([READY, FROZEN]);
    await other.comments({ by: "max", body: "/gate explain window" });
    await pull.comments({ by: "max", body: "/gate explain window" });
    await world.settle();
    expect(answersOn(other).join("\n")).toContain('/gate exempt "Year end" REASON');
    expect(answersOn(pull).join("\n")).toMatch(/olga.* exempted it.*the tax form/);
    await pull.comments({ by: "olga", body: "/gate unexempt Year end" });
    await world.settle();
    expect(checkOf(pull)).toBe(FROZEN);
    await pull.comments({ by: "olga", body: '/gate exempt "Year end" after all' });
    await world.settle();
    expect(checkOf(pull)).toBe(READY);
    await pull.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
    await world.settle();
    expect(checkOf(pull)).toBe(FROZEN);
  });
});

describe("a calendar in the repository", () => {
  const HOLIDAY = `${HOURS}, holidays: [${HOLIDAYS}]`;

  test("is read from the base branch, and a push to it is heard", async () => {
    const nine = nextMonday();
    const repo = shopWith({
      config: configOf(HOLIDAY),
      files: { [HOLIDAYS]: calendar(wholeDay(nine, "Founders' Day")) },
    });
    const pull = await opensOne(repo, { files: { [HOLIDAYS]: calendar() } });
    await at(nine);
    expect(checkOf(pull)).toBe(SHUT);
    expect(statusOf(pull)).toContain("Founders' Day");
    await repo.push({ by: "max", files: { [HOLIDAYS]: calendar(wholeDay(nine + 2 * DAY, "Another day")) } });
    await world.settle();
    expect(checkOf(pull)).toBe(READY);
    await at(nine + DAY);
    expect(checkOf(pull)).toBe(READY);
    await at(nine + 2 * DAY);
    expect(checkOf(pull)).toBe(SHUT);
    await at(nine + 3 * DAY);
    expect(checkOf(pull)).toBe(READY);
  });

  test("costs no call of its own", async () => {
    const nine = nextMonday();
    const repo = shopWith({ config: configOf(HOLIDAY), files: { [HOLIDAYS]: calendar(wholeDay(nine, "Today")) } });
    await opened(repo);
    const before = world.github.calls.length;
    const pull = await opensOne(repo, { files: { "src/other.ts": "" } });
    await world.settle();
    expect(checkOf(pull)).toBe(SHUT);
    expect(world.github.calls.slice(before).filter(({ operation }) => operation !== undefined)).toHaveLength(1);
  });

  test.each([
    { title: "missing", file: undefined, says: "there is no such file" },
    { title: "of 10 MB", file: "x".repeat(10_485_760), says: "larger than 1 MB (10485760 bytes)" },
    { title: "binary", file: "BEGIN:VCALENDAR\0\0\0", says: "it is a binary file" },
    { title: "of something else", file: "holidays: [2026-12-25]\n", says: "This is no iCalendar file" },
    {
      title: "with a time zone that nobody knows",
      file: calendar("BEGIN:VEVENT\r\nDTSTART;TZID=Mars/Base:20261224T140000\r\nDURATION:PT1H\r\nEND:VEVENT"),
      says: "Mars/Base",
    },
  ])("$title keeps every gate shut and says why", async ({ file, says }) => {
    const nine = nextMonday();
    const repo = shopWith({ config: configOf(HOLIDAY), files: file === undefined ? {} : { [HOLIDAYS]: file } });
    const [pull] = await opened(repo);
    await at(nine);
    if (pull === undefined) throw new Error("no pull request");
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(statusOf(pull).replaceAll("\\", "")).toContain(says);
    await repo.push({ by: "max", files: { [HOLIDAYS]: calendar() } });
    await world.settle();
    expect(checkOf(pull)).toBe(READY);
  });

  test("a pull request that would break it is told so", async () => {
    nextMonday();
    const repo = shopWith({ config: configOf(HOLIDAY), files: { [HOLIDAYS]: calendar() } });
    const pull = await opensOne(repo, { files: { [HOLIDAYS]: calendar("hello") } });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: Configuration error");
    const runs = pull.state.repo.suites.flatMap(({ runs: all }) => all);
    const annotations = runs.flatMap((run) => run.annotations).map(({ path, start_line: line }) => `${path}:${line}`);
    expect(annotations).toContain(`${HOLIDAYS}:4`);
  });

  test("of an organisation's window is in the organisation's repository", async () => {
    const nine = nextMonday();
    const house = world.github.repo("calendars/.github", {
      files: {
        [CONFIG]: `windows: { production: { ${HOLIDAY} } }\nlocked: [windows]\n`,
        [HOLIDAYS]: calendar(wholeDay(nine, "House day")),
      },
      collaborators: { max: "write" },
      installed: true,
    });
    const repo = world.github.repo("calendars/shop", {
      files: {
        [CONFIG]: "extends: calendars/.github\nprocedures: [./procedures/release.yml]\n",
        ".github/procedures/release.yml": WINDOW,
        [HOLIDAYS]: calendar(),
      },
      collaborators: { ada: "write", max: "write" },
      installed: true,
    });
    const [pull] = await opened(repo);
    await at(nine);
    if (pull === undefined) throw new Error("no pull request");
    expect(statusOf(pull)).toContain("House day");
    await house.push({ by: "max", files: { [HOLIDAYS]: calendar() } });
    await world.settle();
    expect(checkOf(pull)).toBe(READY);
    await repo.push({
      by: "max",
      files: {
        [CONFIG]: `extends: calendars/.github\nprocedures: [./procedures/release.yml]\nwindows: { production: { ${HOLIDAY} } }\n`,
      },
    });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(statusOf(pull)).toContain("is locked by");
  });
});
