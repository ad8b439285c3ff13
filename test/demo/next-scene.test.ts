import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { beginDemo, type Demo } from "./demo.ts";
import { DEPLOYMENT } from "./deployment-story.ts";
import { doorAt, type Door } from "./door.ts";
import { OPENING } from "./opening.ts";
import { toldBy } from "./story.ts";

const SCENES = toldBy([{ name: "opening", title: "In short", scenes: [OPENING] }, DEPLOYMENT]);

let door: Door;
let demo: Demo;
beforeAll(async () => {
  door = await doorAt(0);
  demo = await beginDemo({ options: {}, scenes: SCENES, door });
  await demo.tells(3);
  demo.world.github.letsTimeGoOn();
});
afterAll(async () => {
  await door.close();
  await demo.world.stop();
});

const look = async (path = "/"): Promise<string> => (await fetch(`${door.url}${path}`)).text();

const post = (path: string, form: Readonly<Record<string, string>>, origin: string | undefined = door.url) =>
  fetch(`${door.url}${path}`, {
    method: "POST",
    body: new URLSearchParams(form),
    redirect: "manual",
    headers: origin === undefined ? {} : { origin },
  });

/** Presses the button that the page shows now. */
const press = async (): Promise<string> => {
  const told = /name="told" value="(\d+)"/.exec(await look())?.[1] ?? "";
  expect((await post("/next", { told, act: "play" })).status).toBe(303);
  return look();
};

const states = (): string => {
  const run = demo.telling.stage.run;
  return `${run?.status}, ${run?.decision()?.state ?? "undecided"}`;
};

describe("from a held deployment to its release, by the button", () => {
  test("the page says what is held, why, and what comes next", async () => {
    const page = await look();
    expect(page).toContain("held before production");
    expect(page).toContain("gatehouse/production</b> Opens Mon 9 Mar 2026, 09:00 (Europe/Berlin)");
    expect(page).toContain("Sat 7 Mar, 11:00: Ada asks on Saturday whether it may go by now");
    expect(states()).toBe("waiting, undecided");
  });

  test.each([
    { title: "another origin", origin: "http://elsewhere.example" },
    { title: "none", origin: undefined },
    { title: "a page that hides its own", origin: "null" },
  ])("a form from $title is refused", async ({ origin }) => {
    const form = { method: "POST", body: new URLSearchParams({ told: "3", act: "play" }) };
    const answer = await fetch(`${door.url}/next`, { ...form, headers: origin === undefined ? {} : { origin } });
    expect(answer.status).toBe(403);
    expect(demo.telling.told).toBe(3);
  });

  test("a second press while a scene plays does nothing, nor does one that was meant for a scene before", async () => {
    const form = { told: "3", act: "play" };
    const [first, second] = await Promise.all([post("/next", form), post("/next", form)]);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect((await post("/next", form)).status).toBe(303);
    expect(demo.telling.told).toBe(4);
    expect(await look()).toContain("What came of Sat 7 Mar, 11:00: Ada asks on Saturday");
    expect(states()).toBe("waiting, undecided");
  });

  test("people act in between: who may not is refused with a reason, who may is heard", async () => {
    const comment = (by: string, body: string) => post("/pull/1", { by, act: "comment", comment: body });
    const answer = await comment("max", "/gate override deploy/production I am in a hurry");
    expect(answer.headers.get("location")).toBe("/?as=max#act-1");
    const page = await look("/?as=max");
    expect(page).toContain("What came of it: Max comments");
    expect(page).toContain('<option value="max" selected>');
    expect(states()).toBe("waiting, undecided");
    await comment("max", " ");
    expect(await look()).toContain("That can't be done: there is no text.");
    await post("/pull/1", { by: "max", act: "tick no-such-step" });
    expect(await look()).toContain("That can't be done: ");
    expect((await post("/pull/1", { by: "nobody", act: "approve" })).status).toBe(404);
    expect((await post("/pull/99", { by: "max", act: "approve" })).status).toBe(404);
  });

  test("what people write stays text", async () => {
    await post("/pull/1", { by: "max", act: "comment", comment: "<script>alert(1)</script>" });
    expect(await look()).toContain("&lt;script&gt;");
  });

  test("on Monday at nine the deployment goes out by itself", async () => {
    expect(await press()).toContain("Mon 9 Mar, 09:00: The window opens, nobody does anything");
    const page = await press();
    expect(states()).toBe("in_progress, approved");
    expect(page).toContain("let through, in progress");
    expect(page).toContain("gatehouse <i>bot</i> let it through");
  });

  test("a scene that can't happen any more says so and may be left out; after the last one the stories are told", async () => {
    await demo.telling.stage.run?.finishes("success");
    await demo.world.settle();
    expect(await press()).toContain("It can't happen as things stand: no job of run");
    expect(demo.telling.told).toBe(6);
    await post("/next", { told: "6", act: "skip" });
    await press();
    expect(await press()).toContain("<button disabled>The stories are told</button>");
    expect((await post("/next", { told: "9", act: "play" })).status).toBe(303);
    demo.world.github.assertClean();
  });
});

test("who looks before it begins sees the page by waiting", async () => {
  const early = await doorAt(0);
  const answer = await fetch(early.url);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('http-equiv="refresh"');
  await early.close();
});

test("under another name of this machine the page leads to its own address, where forms are taken", async () => {
  const elsewhere = door.url.replace("127.0.0.1", "localhost");
  expect((await fetch(`${elsewhere}/?as=max`)).url).toBe(`${door.url}/?as=max`);
});

describe("files", () => {
  test.each(["HEAD", "main"])("of %s are shown where links to them lead, line by line", async (ref) => {
    const path = `acme/shop/blob/${ref}/.github/gatehouse.yml`;
    const answer = await fetch(`${demo.world.github.url}/${path}`, { headers: { accept: "text/html" } });
    expect(answer.url).toBe(`${door.url}/${path}`);
    expect(await answer.text()).toContain('<li id="L1">version: 1</li>');
  });

  test.each(["/acme/shop/blob/HEAD/none.md", "/acme/shop/blob/none/README.md", "/acme/shop/blob/HEAD/src", "/nothing"])(
    "%s is not there",
    async (path) => {
      expect((await fetch(`${door.url}${path}`)).status).toBe(404);
    },
  );
});

test("who signs in reads who is who, and nobody who plays no part is offered", async () => {
  const signIn = await fetch(`${demo.world.gatehouse.url}/sign-in`, { redirect: "manual" });
  const page = await (await fetch(signIn.headers.get("location") ?? "")).text();
  expect(page).toContain(">quinn</a> is in the team qa</li>");
  expect(page).not.toContain("octo-");
});

test("the check must come from Gatehouse, as our own advice says", () => {
  const [check] = demo.telling.stage.repo.state.rulesets.flatMap(({ checks }) => checks);
  expect(check).toEqual({ context: "gatehouse", appId: demo.world.github.appId });
});
