import type { z } from "zod";
import { readerOf, type EventReader, type Rest, type Self } from "./event.ts";
import { ProtectionRulePayload } from "./payloads.ts";

type Payload = z.output<typeof ProtectionRulePayload>;

/**
 * A workflow run waits at an environment for our word. Of the payload only what the schema promises is relied on: `deployment` may be
 * null, and older servers send neither `sha` nor `ref`. https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_protection_rule
 */
export const protectionRule: EventReader = {
  schema: ProtectionRulePayload,
  read: readerOf("deployment_protection_rule", ProtectionRulePayload, (payload, self) => {
    const asked = askedIn(payload, self);
    return asked === undefined || "problem" in asked ? undefined : { release: asked, touches: "any" };
  }).read,
  problem: (input, self) => {
    const { data } = ProtectionRulePayload.safeParse(input);
    const asked = data === undefined ? undefined : askedIn(data, self);
    return asked !== undefined && "problem" in asked ? asked.problem : undefined;
  },
};

type Asked = NonNullable<Rest["release"]> | { readonly problem: string };

const FULL_SHA = /^[0-9a-f]{40}$/u;

/** Undefined for what is no request. */
const askedIn = (payload: Payload, self: Self): Asked | undefined => {
  if (payload.action !== "requested") return undefined;
  const { deployment } = payload;
  const environment = payload.environment ?? deployment?.environment ?? "";
  const sha = [payload.sha, deployment?.sha].find((one) => one != null && FULL_SHA.test(one));
  const ref = payload.ref ?? deployment?.ref;
  const runId = runIn(payload, self);
  if (environment === "") return { problem: "no environment is named" };
  if (sha == null) return { problem: "neither `sha` nor `deployment.sha` names a commit by 40 hexadecimal digits" };
  if (runId === undefined) return { problem: strange(payload, self) };
  return { environment, sha, ...(ref == null ? {} : { ref }), runId };
};

const RUN = /\/runs\/([1-9]\d{0,14})\/deployment_protection_rule$/u;

/**
 * Only the run's number is taken from the address to answer at, and only where the address is the one that we would build: it is never
 * called. GitHub Enterprise Server has its API below `/api/v3`, whichever address Gatehouse was given.
 */
const runIn = ({ deployment_callback_url: given = "", repository }: Payload, self: Self): number | undefined => {
  const id = RUN.exec(given)?.[1];
  const path = `/repos/${repository?.owner.login}/${repository?.name}/actions/runs/${id}/deployment_protection_rule`;
  const bases = [self.githubApiUrl.replace(/\/$/u, ""), `${new URL(self.githubApiUrl).origin}/api/v3`];
  const isOurs = bases.some((base) => `${base}${path}`.toLowerCase() === given.toLowerCase());
  return isOurs ? Number(id) : undefined;
};

/** The host alone is told, since the rest of a strange address may hold anything. */
const strange = ({ deployment_callback_url: given = "" }: Payload, { githubApiUrl }: Self): string => {
  if (!URL.canParse(given)) return "`deployment_callback_url` is no address";
  const [host, expected] = [new URL(given).host.slice(0, 100), new URL(githubApiUrl).host];
  return `\`deployment_callback_url\`, which is at ${host}, is not that of a workflow run of this repository at ${expected}`;
};
