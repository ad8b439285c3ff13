import { expect, test } from "@jest/globals";
import { askDeployment } from "../../../src/readiness/deploy/ask.ts";
import type { PendingDelivery } from "../../../src/readiness/known.ts";
import { deployAnswer } from "../../../src/report/deploy/answer-of.ts";
import { decide } from "../../../src/evaluation/deploy/decide.ts";
import { NOW, release } from "../../evaluation/deploy/releases.ts";

const KEY = `repo:1/deploy:production/${"a".repeat(40)}`;
const asked = {
  repository: { installationId: 1, repositoryId: 1, owner: "acme", name: "shop" },
  environment: "Production",
  sha: "a".repeat(40),
};
const answer = deployAnswer(release([]), decide(release([]), NOW), "acme/shop");
const memory = {
  environment: "production",
  members: [],
  blocking: [],
  answer,
  configured: true,
  policyPaths: [],
  askedAt: NOW.toISOString(),
  isAsked: true,
  isChecked: false,
};

/** A store in which a question is pending until it was looked at so often. */
const storeOf = (looks: number) => {
  const pending: PendingDelivery[] = [];
  let left = looks;
  return {
    inbox: {
      accept: async ({ guid, payload, subjects }: { guid: string; payload: unknown; subjects: readonly string[] }) => {
        expect(subjects).toEqual([KEY]);
        pending.push({ guid, payload, attempts: 0 });
        return { accepted: true };
      },
    },
    deliveries: {
      pending: async () => {
        left -= 1;
        return left < 0 ? [] : pending;
      },
    },
    subjects: {
      get: async (key: string) => ({
        key,
        installationId: 1,
        repositoryId: 1,
        owner: "acme",
        name: "shop",
        state: "open" as const,
        memory,
      }),
    },
    now: () => NOW,
  };
};

test("whoever asks gets the answer of a turn after the question", async () => {
  expect(await askDeployment(storeOf(2), asked)).toEqual(answer);
});

test("where no turn comes through in time, the answer is still to come", async () => {
  expect(await askDeployment(storeOf(1_000_000), asked, { patienceMs: 100 })).toBe("pending");
});

test("whoever has gone is not waited for", async () => {
  const gone = AbortSignal.abort(new Error("gone"));
  await expect(askDeployment(storeOf(1_000_000), asked, { signal: gone })).rejects.toThrow("gone");
});
