import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../src/evidence/ledger.ts";
import { everyVerdict, type StepVerdict } from "../../src/evaluation/verdict.ts";
import type { Step } from "../../src/procedures/model.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import {
  broken,
  choice,
  done,
  judged,
  label,
  later,
  OVERRIDE,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  stepsPolicy,
  tick,
  ticked,
  unclear,
} from "./world.ts";

const strategy = (...options: readonly Step[]) => step("way", choice, { title: "Strategy", steps: options });

const direct = step("direct", tick(), { title: "Direct", when: { not: { labels: ["risky"] } } });
const flag = step("flag", tick(), {
  title: "Feature flag",
  steps: [step("off", tick()), step("ramp", label("ramped"), { steps: [step("watch", tick())] })],
});
const blue = step("blue", tick("lead"), { title: "Blue-green", steps: [step("switch", tick())] });

const all = stepsPolicy(strategy(direct, flag, blue), step("other", tick()));

interface Looked {
  readonly gate: readonly [string | undefined, number | undefined, number | undefined];
  readonly steps: Readonly<Record<string, StepVerdict>>;
}

const look = (given: Policy, acts: Ledger, labels: string[] = []): Looked => {
  const verdict = judged(given, snapshot({ labels }), acts);
  const [gate] = verdict.gates;
  const every = verdict.procedures.flatMap(({ phases }) => phases.flatMap(({ steps }) => everyVerdict(steps)));
  return { gate: [gate?.state, gate?.left, gate?.total], steps: Object.fromEntries(every.map((one) => [one.id, one])) };
};

const states = ({ steps }: Looked) => Object.fromEntries(Object.entries(steps).map(([id, { state }]) => [id, state]));

const picks = (...ids: readonly string[]): Ledger => ids.map((id) => ticked(id, id === "blue" ? "lea" : "walt"));

const optionBoxes = (acts: Ledger, labels: string[] = []) =>
  Object.values(look(all, acts, labels).steps).flatMap(({ id, option, box }) =>
    option === true ? [[id, box?.ticked]] : [],
  );

describe("a choice", () => {
  test.each<{ title: string; acts: Ledger; labels?: string[]; gate: Looked["gate"]; states: Record<string, string> }>([
    {
      title: "with nothing picked waits as one thing, its options not counted",
      acts: [],
      gate: ["awaiting", 2, 2],
      states: {
        way: "waiting",
        direct: "waiting",
        flag: "waiting",
        blue: "waiting",
        off: "locked",
        watch: "locked",
        switch: "locked",
      },
    },
    {
      title: "with an option without steps is done by that",
      acts: picks("direct"),
      gate: ["awaiting", 1, 2],
      states: { way: "met", direct: "met", flag: "not-applicable", off: "not-applicable", switch: "not-applicable" },
    },
    {
      title: "with an option asks for that option's steps only",
      acts: picks("flag"),
      gate: ["shut", 4, 5],
      states: {
        way: "unmet",
        direct: "not-applicable",
        flag: "unmet",
        off: "waiting",
        ramp: "unmet",
        watch: "waiting",
      },
    },
    {
      title: "is done when the option's steps are",
      acts: picks("flag", "off", "watch", "other"),
      labels: ["ramped"],
      gate: ["open", 0, 5],
      states: { way: "met", flag: "met", ramp: "met" },
    },
    {
      title: "with steps of another option done asks for the picked one's",
      acts: picks("blue", "off"),
      gate: ["awaiting", 2, 3],
      states: { way: "waiting", off: "not-applicable", switch: "waiting", blue: "waiting" },
    },
    {
      title: "with two picked is not settled",
      acts: picks("direct", "blue"),
      gate: ["shut", 2, 2],
      states: { way: "unmet", direct: "unmet", blue: "unmet", flag: "waiting", switch: "locked" },
    },
    {
      title: "takes no option that does not apply",
      acts: picks("direct"),
      labels: ["risky"],
      gate: ["awaiting", 2, 2],
      states: { way: "waiting", direct: "not-applicable", flag: "waiting" },
    },
    {
      title: "is settled where the other pick does not apply",
      acts: picks("direct", "blue", "switch"),
      labels: ["risky"],
      gate: ["awaiting", 1, 3],
      states: { way: "met", direct: "not-applicable", blue: "met" },
    },
    {
      title: "takes no option from somebody outside its role",
      acts: [ticked("blue", "walt")],
      gate: ["awaiting", 2, 2],
      states: { way: "waiting", blue: "waiting" },
    },
  ])("$title", ({ acts, labels, gate, states: expected }) => {
    const looked = look(all, acts, labels);
    expect(looked.gate).toEqual(gate);
    expect(states(looked)).toMatchObject(expected);
  });

  test("says what to do", () => {
    expect(look(all, []).steps["way"]).toMatchObject({
      code: "choice/none",
      reason: "Pick one of: “Direct”, “Feature flag” or “Blue-green”.",
      remedy: "Tick exactly one of them in the checklist comment.",
      short: "1 choice",
      actors: [{ kind: "writers" }, { kind: "role", role: "lead" }],
    });
    expect(look(all, picks("direct", "blue")).steps).toMatchObject({
      way: {
        code: "choice/several",
        reason: "Only one can be picked, and “Direct” and “Blue-green” are.",
        remedy: "Keep one and take the others back: “Direct” or “Blue-green”.",
      },
      direct: { reason: "It is picked, and it is not the only one.", code: "choice/option" },
    });
    expect(look(all, picks("direct")).steps).toMatchObject({
      way: { reason: "“Direct” was picked." },
      flag: { reason: "“Direct” was picked." },
      off: { reason: "“Direct” was picked." },
    });
    expect(look(all, []).steps["off"]?.reason).toBe("Opens when “Feature flag” alone is picked.");
  });

  test("keeps the boxes of every option that applies, and of no other", () => {
    expect(optionBoxes([])).toEqual([
      ["direct", false],
      ["flag", false],
      ["blue", false],
    ]);
    expect(optionBoxes(picks("flag"))).toEqual([
      ["direct", false],
      ["flag", true],
      ["blue", false],
    ]);
    expect(optionBoxes(picks("direct", "flag"), ["risky"])).toEqual([
      ["flag", true],
      ["blue", false],
    ]);
  });

  test("is put off or left out as a whole", () => {
    const given = { ...all, override: OVERRIDE };
    const deferred = look(given, [done({ act: "defer", procedure: "p", step: "way", reason: "after the fair" })]);
    expect([deferred.gate, states(deferred)]).toMatchObject([
      ["awaiting", 1, 2],
      { way: "deferred", direct: "waiting", off: "locked" },
    ]);
    const waived = look(given, [done({ act: "waive", procedure: "p", step: "way", reason: "no rollout" })]);
    expect(states(waived)).toMatchObject({ way: "waived", direct: "waived", off: "waived" });
  });

  test("put off with an option picked puts off that option's steps", () => {
    const acts = [
      ...picks("flag", "off"),
      done({ act: "defer", procedure: "p", step: "way", reason: "after the fair" }),
    ];
    expect(states(look({ ...all, override: OVERRIDE }, acts))).toMatchObject({
      way: "deferred",
      flag: "deferred",
      off: "met",
      ramp: "deferred",
      watch: "deferred",
      direct: "not-applicable",
    });
  });

  test("does not mind waivers of its options", () => {
    const waiver = done({ act: "waive", procedure: "p", step: "direct", reason: "x" });
    const given = { ...all, override: OVERRIDE };
    expect(states(look(given, [waiver, ...picks("direct")]))).toMatchObject({ way: "met", direct: "met" });
    expect(states(look(given, [waiver]))).toMatchObject({ way: "waiting", direct: "waiting" });
  });

  test("behind a lock is one locked thing", () => {
    const given = policy([
      procedure([phase("one", [step("a", tick())]), phase("two", [strategy(direct, flag)])], { order: "phases" }),
    ]);
    const looked = look(given, []);
    expect(looked.gate).toEqual(["awaiting", 2, 2]);
    expect(states(looked)).toMatchObject({ way: "locked", direct: "locked", off: "locked" });
    expect(looked.steps["direct"]?.option).toBe(true);
  });

  test("of what can be seen by machine waits for exactly one of it", () => {
    const given = stepsPolicy(strategy(step("small", label("s")), step("large", label("l"))));
    expect(look(given, []).steps).toMatchObject({
      way: { state: "waiting", remedy: "Bring about exactly one of them." },
      small: { state: "waiting", reason: "It does not carry `s`.", remedy: "Add `s`." },
    });
    expect(look(given, [], ["l"]).gate).toEqual(["open", 0, 1]);
    expect(look(given, [], ["l", "s"]).gate).toEqual(["shut", 1, 1]);
  });

  test("wakes for an option that time brings", () => {
    const given = stepsPolicy(strategy(step("soon", later("2026-03-02T12:00:00Z")), step("now", tick())));
    expect(judged(given).wakeAt?.toISOString()).toBe("2026-03-02T12:00:00.000Z");
  });

  test.each<[string, readonly Step[]]>([
    ["without options", []],
    ["whose options all don't apply", [step("a", tick(), { when: { draft: true } })]],
  ])("%s must be mended", (_, options) => {
    expect(look(stepsPolicy(strategy(...options)), []).steps["way"]).toMatchObject({
      state: "unmet",
      code: "choice/no-option",
    });
  });
});

describe("a choice that can't be told", () => {
  const unsure = { when: { paths: ["src/**"] } };
  test.each<{ title: string; options: readonly Step[]; acts: Ledger; way: string; gate: string }>([
    {
      title: "an option in error",
      options: [step("direct", unclear), step("flag", tick())],
      acts: picks("flag"),
      way: "error",
      gate: "shut",
    },
    {
      title: "an option that breaks",
      options: [step("direct", broken(new Error("no"))), step("flag", tick())],
      acts: [],
      way: "error",
      gate: "shut",
    },
    {
      title: "a picked option that perhaps does not apply",
      options: [step("direct", tick(), unsure), step("flag", tick())],
      acts: picks("direct"),
      way: "error",
      gate: "shut",
    },
    {
      title: "and one picked that surely does",
      options: [step("direct", tick(), unsure), step("flag", tick())],
      acts: picks("direct", "flag"),
      way: "error",
      gate: "shut",
    },
    {
      title: "but not an option that nobody picked",
      options: [step("direct", tick(), unsure), step("flag", tick())],
      acts: picks("flag"),
      way: "met",
      gate: "open",
    },
  ])("$title: $way", ({ options, acts, way, gate }) => {
    const looked = look(stepsPolicy(strategy(...options)), acts);
    expect([looked.steps["way"]?.state, looked.gate[0]]).toEqual([way, gate]);
  });

  test("says of which option", () => {
    const given = stepsPolicy(strategy(step("direct", tick(), unsure), step("flag", unclear)));
    expect(look(given, []).steps["way"]).toMatchObject({
      code: "choice/unknown",
      reason: "Whether “Step flag” is picked could not be determined: Nobody knows.",
      remedy: "Ask.",
    });
    const perhaps = stepsPolicy(strategy(step("direct", tick(), unsure), step("flag", tick())));
    expect(look(perhaps, picks("direct")).steps["way"]?.remedy).toBe(
      "Comment `/gate recheck`; if it stays, mend the option's condition.",
    );
  });
});

const twoPhases = (...first: readonly Step[]) =>
  policy([
    procedure([
      phase("one", first),
      phase("two", [step("canary", tick(), { when: { picked: ["slow"] } })], { when: { picked: "high" } }),
    ]),
  ]);

describe("what was picked decides what applies", () => {
  const risk = step("risk", choice, { steps: [step("low", tick()), step("high", tick())] });
  const way = step("way", choice, {
    steps: [step("direct", tick(), { when: { not: { picked: "high" } } }), step("slow", tick())],
  });

  test.each<{ title: string; acts: Ledger; states: Record<string, string> }>([
    { title: "nothing", acts: [], states: { direct: "waiting", canary: "not-applicable" } },
    {
      title: "low and direct",
      acts: picks("low", "direct"),
      states: { way: "met", direct: "met", canary: "not-applicable" },
    },
    {
      title: "high forbids direct",
      acts: picks("high", "direct"),
      states: { way: "waiting", direct: "not-applicable" },
    },
    { title: "high and slow", acts: picks("high", "slow"), states: { way: "met", canary: "waiting" } },
    {
      title: "both risks are none",
      acts: picks("low", "high", "slow"),
      states: { risk: "unmet", canary: "not-applicable" },
    },
  ])("$title", ({ acts, states: expected }) => {
    expect(states(look(twoPhases(risk, way), acts))).toMatchObject(expected);
    expect(states(look(twoPhases(way, risk), acts))).toMatchObject(expected);
  });

  test("what was left out picks nothing", () => {
    const overridable = { ...twoPhases({ ...risk, waivable: true }, way), override: OVERRIDE };
    const acts = [...picks("high", "direct"), done({ act: "waive", procedure: "p", step: "risk", reason: "x" })];
    expect(states(look(overridable, acts))).toMatchObject({ direct: "met", canary: "not-applicable" });
    const without = twoPhases({ ...risk, when: { draft: true } }, way);
    expect(states(look(without, picks("high", "direct")))).toMatchObject({ direct: "met" });
  });

  test("a choice below another step", () => {
    const nested = twoPhases(step("parent", tick(), { steps: [risk] }), way);
    expect(states(look(nested, picks("high", "direct")))).toMatchObject({ direct: "not-applicable" });
  });

  test.each<{ title: string; acts: Ledger; canary: string }>([
    { title: "and the option above it, too", acts: picks("tools", "high", "slow"), canary: "waiting" },
    { title: "but the option above it no more", acts: picks("high", "hands", "slow"), canary: "not-applicable" },
    { title: "but no option above it", acts: picks("high", "slow"), canary: "not-applicable" },
  ])("an option was picked, $title: $canary", ({ acts, canary }) => {
    const outer = step("outer", choice, { steps: [step("tools", tick(), { steps: [risk] }), step("hands", tick())] });
    expect(states(look(twoPhases(outer, way), acts))).toMatchObject({ canary });
  });
});
