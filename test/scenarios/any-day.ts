import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { Random } from "./random.ts";

/** One thing that somebody does, some seconds after the one before. GitHub's times have no fractions, so no two are in one second. */
export interface Act {
  readonly seconds: number;
  readonly act: (pull: PullScenario) => Promise<unknown>;
  /** Of a tick by hand that counts: what must be said of it in the end. */
  readonly said?: string;
}

/**
 * What people do must not depend on what they were told by then, else two days differ in more than their deliveries. So each box is
 * ticked by hand once, by somebody who may or who may not, or by command as often as you like.
 */
export const acted = (random: Random, count: number): readonly Act[] => {
  const done = new Set<string>();
  const longest = random.chance(0.5) ? 12 : 1;
  const kinds = random.shuffled(Array.from({ length: count }, (_none, index) => KINDS[index % KINDS.length] ?? ticks));
  return kinds.map((kind) => ({ seconds: 1 + random.below(longest), ...kind(random, done) }));
};

type Kind = (random: Random, done: Set<string>) => Omit<Act, "seconds">;

/** Boxes with those who tick them by hand; the last one is a tick of a stranger. */
const BY_HAND: readonly { readonly step: string; readonly people: readonly string[]; readonly strange?: true }[] = [
  { step: "Tried on staging", people: ["quinn", "quentin"] },
  { step: "Alerts looked at", people: ["ada", "max", "olga"] },
  { step: "Prices compared", people: ["ada", "max", "quinn"] },
  { step: "Support knows", people: ["max", "quentin"] },
  { step: "No secrets in it", people: ["ada", "max"], strange: true },
];

const ticks: Kind = (random, done) => {
  const [first, ...more] = random.shuffled(BY_HAND.filter(({ step }) => !done.has(step)));
  if (first === undefined) return commands(random, done);
  const { step, people, strange = false } = { ...random.one([first, ...more]) };
  done.add(step);
  const [by = "max"] = random.shuffled([...people]);
  const act: Act["act"] = (pull) => pull.ticks({ by, step });
  return strange ? { act } : { act, said: `${step}: Ticked by ${by}.` };
};

const commands: Kind = (random, done) => {
  if (!done.has("mobile")) {
    done.add("mobile");
    return { act: (pull) => pull.comments({ by: "max", body: "/gate waive mobile there is no app" }) };
  }
  const [by, body] = random.one([
    ["ada", "/gate tick docs"],
    ["max", "/gate untick docs"],
    ["rita", "/gate tick docs"],
    ["max", "/gate go readiness"],
  ]);
  return { act: (pull) => pull.comments({ by, body }) };
};

const agrees: Kind = (random) => {
  const [by, body] = random.one([
    ["paula", "/gate signoff product"],
    ["pia", "/gate signoff product fine"],
    ["paula", "/gate revoke product"],
    ["max", "/gate signoff product"],
    ["olga", "/gate go readiness looks good"],
    ["olga", "/gate no-go readiness errors doubled"],
  ]);
  return { act: (pull) => pull.comments({ by, body }) };
};

let files = 0;

const pushes: Kind = () => ({
  act: (pull) => {
    files += 1;
    return pull.pushes({ by: "ada", files: { [`src/more-${files}.ts`]: `export const more = ${files};\n` } });
  },
});

const reviews: Kind = (random) => {
  const by = random.one(["max", "olga"]);
  const state = random.one(["APPROVE", "APPROVE", "REQUEST_CHANGES"] as const);
  return { act: (pull) => pull.reviews({ by, state, body: "See above." }) };
};

const edits: Kind = (random) => {
  const body = random.one(["## Testing\n\nBy hand.\n", "## Testing\n\nTBD\n", "Nothing.\n"]);
  return { act: (pull) => pull.edits({ by: "ada", body }) };
};

const labels: Kind = (random) => {
  const names = ["hold"];
  const change = random.chance(0.5) ? { add: names } : { remove: names };
  return { act: (pull) => pull.labels({ by: "ada", ...change }) };
};

const KINDS: readonly Kind[] = [ticks, agrees, commands, ticks, pushes, reviews, agrees, edits, labels, ticks];
