import type { FakeGitHub } from "../../fake-github/fake-github.ts";

/** GitHub's log is asked to send again what was not acknowledged, and that only. */
export const redelivered = async (github: FakeGitHub): Promise<void> => {
  const taken = acknowledgedBy(github);
  const left = new Set(github.deliveries.flatMap(({ guid }) => (taken.has(guid) ? [] : [guid])));
  for (const guid of left) await github.redeliver(guid);
};

/** GUIDs of what was answered with 202. */
export const acknowledgedBy = (github: FakeGitHub): ReadonlySet<string> =>
  new Set(github.deliveries.flatMap(({ guid, statusCode }) => (statusCode === 202 ? [guid] : [])));

/** How many deliveries there were, not counting repetitions. */
export const sentBy = (github: FakeGitHub): number => github.deliveries.filter(({ redelivery }) => !redelivery).length;
