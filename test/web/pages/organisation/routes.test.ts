import { setImmediate as immediate } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { Hono } from "hono";
import type { WaitingNow } from "../../../../src/readiness/waits.ts";
import { organisationPages } from "../../../../src/web/pages/organisation/routes.tsx";
import type { PageEnv } from "../../../../src/web/pages/visit.ts";
import type { Viewer } from "../../../../src/web/session/viewer.ts";
import { visitOf } from "../visit.ts";

const none = () => Promise.resolve([]);

/** A server of the page, for whoever the header names; its answer comes when the test says so. */
const serving = () => {
  const state = { asked: 0, listed: 0, answer: (): void => undefined };
  const slow = new Promise<readonly WaitingNow[]>((resolve) => {
    state.answer = () => resolve([]);
  });
  const waits = {
    now: () => {
      state.asked += 1;
      return slow;
    },
    bySteps: none,
    byPeople: none,
    byStepsAndWeeks: none,
    byPeopleAndWeeks: none,
    byWeeks: none,
    exceptions: none,
    exceptionsByWeeks: none,
  };
  const app = new Hono<PageEnv>();
  app.use(async (context, next) => {
    const userId = Number(context.req.header("x-user"));
    const viewer: Viewer = {
      login: `user-${userId}`,
      userId,
      readable: () => Promise.resolve(undefined),
      repositories: () => {
        state.listed += 1;
        return Promise.resolve([{ id: 5, owner: "acme", name: "shop", permission: "read" }]);
      },
    };
    context.set("visit", visitOf({ viewer }));
    await next();
  });
  app.route("/", organisationPages({ standings: { overdue: none }, waits }));
  return { app, state };
};

test("whoever asks again and again waits for one answer, and nobody for that of others", async () => {
  const { app, state } = serving();
  const ask = async (user: number, weeks = 13) =>
    app.request(`/o/acme?weeks=${weeks}`, { headers: { "x-user": String(user) } });
  const pages = [...Array.from({ length: 20 }, () => ask(1)), ask(1, 26), ask(2)];
  while (state.listed < pages.length) await immediate();
  await immediate();
  state.answer();
  const answers = await Promise.all(pages);
  expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 200));
  expect(state.asked).toBe(3);
  await ask(1);
  expect(state.asked).toBe(4);
});
