import { answersOn, checkOf, statusOf, tickedIn } from "./shop.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { World } from "./world.ts";

/** What people see of a pull request, without the numbers and moments in which one run differs from another. */
export interface Seen {
  readonly check: string;
  readonly ticked: readonly string[];
  readonly status: string;
  /** What is said of each step, with everything that anybody did on it. */
  readonly explained: readonly string[];
}

/** Asks for every step. What an act changed of that which was told by then is left out: it depends on what was told by then. */
export const seenOn = async (world: World, pull: PullScenario, steps: readonly string[]): Promise<Seen> => {
  const answers = answersOn(pull).length;
  for (const step of steps) await pull.comments({ by: "rita", body: `/gate explain ${step}` });
  await world.settle();
  const explained = answersOn(pull)
    .slice(answers)
    .map((answer) => once(answer.replace(/^<!--.*?-->\n/u, "").replaceAll(/, [^,\n]+ → [^,\n]+/gu, "")))
    .toSorted();
  return { check: checkOf(pull), ticked: tickedIn(pull), status: normal(statusOf(pull)), explained };
};

/**
 * What was found before its delivery came is told twice: as found, and as told. Both must name the same person, and then they are one.
 */
const once = (answer: string): string =>
  [...new Set(normal(answer).replaceAll(" while Gatehouse was away", "").split("\n"))].filter(isSettled).join("\n");

/** A withdrawal told before its sign-off was refused, with the same effect; a tick that nobody told of yet may have been taken back meanwhile. */
const isSettled = (line: string): boolean =>
  !/took the sign-off back, at|has not signed off|GitHub does not say/u.test(line);

const normal = (text: string): string =>
  text
    .replaceAll("&#8203;", "")
    .replaceAll(/`[0-9a-f]{7}`|\b[0-9a-f]{40}\b|\([0-9a-f]{7}\)/gu, "commit")
    .replaceAll(/\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z| UTC))?/gu, "then")
    .replaceAll(/#issuecomment-\d+|#pullrequestreview-\d+/gu, "#there")
    .replaceAll(/acme-\d+\/shop-\d+/gu, "shop");
