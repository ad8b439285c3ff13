import { readerOf, shortPulls } from "./event.ts";
import { CheckRunPayload, CheckSuitePayload, StatusPayload } from "./payloads.ts";

export const checkRun = readerOf("check_run", CheckRunPayload, (payload, self) => {
  const { check_run: run, action } = payload;
  const where = { pulls: shortPulls(run.pull_requests, payload.repository), shas: [run.head_sha] };
  if (run.app?.id === self.appId)
    return action === "rerequested" || action === "requested_action"
      ? { ...where, touches: "any", act: { kind: "recheck" } }
      : undefined;
  return { ...where, touches: "checks" };
});

export const checkSuite = readerOf("check_suite", CheckSuitePayload, (payload, self) => {
  const { check_suite: suite, action } = payload;
  if (suite.app?.id !== self.appId || action !== "rerequested") return undefined;
  return {
    pulls: shortPulls(suite.pull_requests, payload.repository),
    shas: [suite.head_sha],
    touches: "any",
    act: { kind: "recheck" },
  };
});

export const status = readerOf("status", StatusPayload, ({ sha }) => ({ shas: [sha], touches: "checks" }));
