import type { z } from "zod";
import { readerOf, shortPulls, type Rest } from "./event.ts";
import { CheckRunPayload, CheckSuitePayload, StatusPayload } from "./payloads.ts";

export const checkRun = readerOf("check_run", CheckRunPayload, (payload, self) => {
  const { check_run: run, action } = payload;
  const where = { pulls: shortPulls(run.pull_requests, payload.repository), shas: [run.head_sha] };
  if (run.app?.id === self.appId)
    return action === "rerequested" || action === "requested_action"
      ? { ...where, touches: "any", act: { kind: "recheck" } }
      : undefined;
  return { ...where, touches: "checks", ...endOfRun(run) };
});

/** GitHub tells of it before all of its servers know it. */
const endOfRun = ({ name, status, head_sha: sha, completed_at: at }: Run): Ended =>
  status === "completed" && at != null ? { ended: { name, sha, at } } : {};

type Run = z.output<typeof CheckRunPayload>["check_run"];
type Ended = Pick<Rest, "ended">;

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

export const status = readerOf("status", StatusPayload, (payload) => ({
  shas: [payload.sha],
  touches: "checks",
  ...endOfStatus(payload),
}));

const endOfStatus = ({ sha, context: name, state, updated_at: at }: z.output<typeof StatusPayload>): Ended =>
  name === undefined || at === undefined || state === "pending" ? {} : { ended: { name, sha, at } };
