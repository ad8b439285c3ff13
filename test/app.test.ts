import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { gatehouse } from "../src/app.ts";
import { changesOf, problemOf } from "../src/github/changes.ts";

const SELF = { appId: 1, slug: "gatehouse", githubApiUrl: "https://api.github.com" };

test("a delivery that can't be read is told in the log, with its GUID", async () => {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  const take = gatehouse({
    changesOf: () => [],
    problemOf: (name, payload) => problemOf(name, payload, SELF),
    follow: () => Promise.resolve(),
    signOut: () => Promise.resolve(),
    receive: () => Promise.resolve("kept"),
    log: pino({ level: "warn" }, { write }),
  });
  await take({ id: "guid-1", name: "star", payload: {} });
  await take({ id: "guid-2", name: "status", payload: { sha: 5 } });
  expect(lines).toMatchObject([
    { delivery: "guid-2", event: "status", problem: expect.stringContaining("sha"), msg: "payload not understood" },
  ]);
});

test("an address to answer at on another host is told in the log by its host alone", async () => {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  const parts = {
    log: pino({ level: "warn" }, { write }),
    changesOf: (name: string, payload: unknown) => changesOf(name, payload, SELF),
    problemOf: (name: string, payload: unknown) => problemOf(name, payload, SELF),
  };
  const received: unknown[] = [];
  const receive = ({ changes }: { readonly changes: readonly unknown[] }) => {
    received.push(...changes);
    return Promise.resolve("ignored" as const);
  };
  const take = gatehouse({ ...parts, follow: () => Promise.resolve(), signOut: () => Promise.resolve(), receive });
  const payload = {
    action: "requested",
    environment: "production",
    sha: "a".repeat(40),
    deployment_callback_url:
      "https://me:hunter2@elsewhere.example/repos/acme/shop/actions/runs/5/deployment_protection_rule?token=hunter2",
    installation: { id: 1 },
    repository: { id: 2, name: "shop", owner: { login: "acme" } },
  };
  await take({ id: "guid-3", name: "deployment_protection_rule", payload });
  expect(received).toEqual([]);
  expect(lines).toMatchObject([{ delivery: "guid-3", problem: expect.stringContaining("elsewhere.example") }]);
  expect(JSON.stringify(lines)).not.toContain("hunter2");
});
