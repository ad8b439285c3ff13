import { describe, expect, test } from "@jest/globals";
import { parseCommand, type Command, type Problem } from "../../src/readiness/grammar.ts";

const KNOWN = { environments: ["staging", "Production"] };
const read = (line: string): Command | Problem => parseCommand(line, KNOWN);

describe("what people say", () => {
  test.each<[string, Command]>([
    ["recheck", { verb: "recheck" }],
    ["Recheck!", { verb: "recheck" }],
    ["re-check please", { verb: "recheck" }],
    ["help", { verb: "help" }],
    ["HELP?", { verb: "help" }],
    ["tick load-test", { verb: "tick", step: "load-test" }],
    ["tick  load-test.", { verb: "tick", step: "load-test" }],
    ["tick `load-test`", { verb: "tick", step: "load-test" }],
    ["tick release/load-test, done", { verb: "tick", step: "release/load-test" }],
    ["tick on\\_call", { verb: "tick", step: "on_call" }],
    ['tick "load-test"', { verb: "tick", step: "load-test" }],
    ["untick load-test", { verb: "untick", step: "load-test" }],
    ["explain load-test?", { verb: "explain", step: "load-test" }],
    ["waive mobile there is no app yet", { verb: "waive", step: "mobile", reason: "there is no app yet" }],
    ['waive mobile "there is no app yet"', { verb: "waive", step: "mobile", reason: "there is no app yet" }],
    ["waive mobile “no app yet”", { verb: "waive", step: "mobile", reason: "no app yet" }],
    ["waive mobile: no app", { verb: "waive", step: "mobile", reason: "no app" }],
    ["waive mobile - no app", { verb: "waive", step: "mobile", reason: "no app" }],
    ['waive mobile the "app" is old', { verb: "waive", step: "mobile", reason: 'the "app" is old' }],
    ["waive mobile it's   not  there.", { verb: "waive", step: "mobile", reason: "it's not there." }],
    ["defer docs next week, see #12", { verb: "defer", step: "docs", reason: "next week, see #12" }],
    ["signoff qa", { verb: "signoff", role: "qa" }],
    ["sign-off QA looks good", { verb: "signoff", role: "QA", reason: "looks good" }],
    ["revoke qa", { verb: "revoke", role: "qa" }],
    ["go launch", { verb: "go", phase: "launch" }],
    ["go launch all green", { verb: "go", phase: "launch", reason: "all green" }],
    ["no-go launch errors doubled", { verb: "no-go", phase: "launch", reason: "errors doubled" }],
    ["nogo launch errors doubled", { verb: "no-go", phase: "launch", reason: "errors doubled" }],
    ["override the shop is down", { verb: "override", gate: "merge", reason: "the shop is down" }],
    ["override merge the shop is down", { verb: "override", gate: "merge", reason: "the shop is down" }],
    ["override Merge: the shop is down", { verb: "override", gate: "merge", reason: "the shop is down" }],
    ["override deploy/production it burns", { verb: "override", gate: "deploy/Production", reason: "it burns" }],
    ["override deploy/moon it burns", { verb: "override", gate: "deploy/moon", reason: "it burns" }],
    ["override production: it burns", { verb: "override", gate: "deploy/Production", reason: "it burns" }],
    ['override production "it burns"', { verb: "override", gate: "deploy/Production", reason: "it burns" }],
    ['override "production is down"', { verb: "override", gate: "merge", reason: "production is down" }],
    ["abort not needed any more", { verb: "abort", reason: "not needed any more" }],
    ["resume", { verb: "resume" }],
    ["resume we want it after all", { verb: "resume", reason: "we want it after all" }],
    ["rollback it burns", { verb: "rollback", reason: "it burns" }],
    ["rollback production it burns", { verb: "rollback", environment: "Production", reason: "it burns" }],
    ["rollback deploy/staging it burns", { verb: "rollback", environment: "staging", reason: "it burns" }],
  ])("%s", (line, command) => {
    expect(read(line)).toEqual(command);
  });
});

describe("what is no command", () => {
  test.each<[string, Problem]>([
    ["", { problem: "unknown", word: "" }],
    ["dance", { problem: "unknown", word: "dance" }],
    ["constructor", { problem: "unknown", word: "constructor" }],
    ["tik staging", { problem: "unknown", word: "tik" }],
    ["tick", { problem: "missing", verb: "tick", what: "STEP" }],
    ["explain .", { problem: "missing", verb: "explain", what: "STEP" }],
    ["waive", { problem: "missing", verb: "waive", what: "STEP" }],
    ["waive mobile", { problem: "missing", verb: "waive", what: "reason" }],
    ["waive mobile ...", { problem: "missing", verb: "waive", what: "reason" }],
    ['defer docs ""', { problem: "missing", verb: "defer", what: "reason" }],
    ["signoff", { problem: "missing", verb: "signoff", what: "ROLE" }],
    ["revoke", { problem: "missing", verb: "revoke", what: "ROLE" }],
    ["go", { problem: "missing", verb: "go", what: "PHASE" }],
    ["no-go launch", { problem: "missing", verb: "no-go", what: "reason" }],
    ["override", { problem: "missing", verb: "override", what: "reason" }],
    ["override merge", { problem: "missing", verb: "override", what: "reason" }],
    ["override production", { problem: "missing", verb: "override", what: "reason" }],
    ["override production is down", { problem: "which-gate", environment: "Production", rest: "is down" }],
    ["abort", { problem: "missing", verb: "abort", what: "reason" }],
    ["rollback", { problem: "missing", verb: "rollback", what: "reason" }],
    ["rollback production", { problem: "missing", verb: "rollback", what: "reason" }],
  ])("%s", (line, problem) => {
    expect(read(line)).toEqual(problem);
  });
});

test("a reason is cut, not refused", () => {
  expect(read(`abort x${"🦀".repeat(3000)}`)).toEqual({ verb: "abort", reason: `x${"🦀".repeat(999)}` });
});
