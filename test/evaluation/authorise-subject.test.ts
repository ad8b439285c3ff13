import { describe } from "@jest/globals";
import { done, finding, HEAD, OVERRIDE, phase, policy, procedure, signoff, snapshot, step, tick } from "./world.ts";
import { accepts, AT, COMMAND, person, procedures, refuses, roles, seen } from "./authorising.ts";

const sign = (role: string, login = "lea") => ({ ...COMMAND, by: person(login), attempted: "signoff", role }) as const;
const revoke = (role: string, login = "lea") => ({ ...COMMAND, by: person(login), attempted: "revoke", role }) as const;
const reviewedAt = (at: string) =>
  snapshot({
    roles: seen.roles,
    reviews: [
      { by: { login: "Lea" }, state: "approved", at },
      { by: null, state: "approved", at },
    ],
  });
const override = (gate: string, rest: { readonly reason?: string; readonly login?: string } = {}) =>
  ({
    ...COMMAND,
    by: person(rest.login ?? "lea"),
    attempted: "override",
    gate,
    reason: rest.reason ?? "an outage",
  }) as const;
const abort = (login = "lea", reason = "superseded") =>
  ({ ...COMMAND, by: person(login), attempted: "abort", reason }) as const;
const resume = (login = "lea") => ({ ...COMMAND, by: person(login), attempted: "resume" }) as const;
const rollback = (environment?: string, login = "lea") =>
  ({ ...COMMAND, by: person(login), attempted: "rollback", environment, reason: "errors" }) as const;

describe("sign-offs", () => {
  const signed = done({ act: "signoff", role: "lead", by: { login: "old" } });
  const alike = [
    procedure([phase("one", [step("a", signoff({ role: "lead" })), step("b", signoff({ role: "LEAD" }))])]),
  ];
  const revoked = done({ act: "revoke", role: "lead", by: { login: "lea" }, at: "2026-03-01T13:00:00Z" });

  accepts([
    {
      title: "a member",
      attempt: sign("lead"),
      entry: { act: "signoff", role: "lead", commit: HEAD },
      permission: "none",
    },
    {
      title: "a role in other letters, with a remark",
      attempt: { ...sign("LEAD", "LEO"), reason: "looks good" },
      entry: { role: "lead", reason: "looks good" },
    },
    ...["lead", "LEAD"].map((role) => ({
      title: `the very role where another differs only in case, ${role}`,
      attempt: sign(role),
      policy: policy(alike, { roles: { ...roles, LEAD: ["lea"] }, override: OVERRIDE }),
      snapshot: snapshot({ roles: { lead: { members: ["lea"] }, LEAD: { members: ["lea"] } } }),
      entry: { act: "signoff", role },
    })),
    { title: "the author where a step counts them", attempt: sign("qa", "ada"), entry: { act: "signoff", role: "qa" } },
    {
      title: "a revoke of an approving review",
      attempt: revoke("lead"),
      snapshot: reviewedAt(AT),
      entry: { act: "revoke" },
    },
    {
      title: "a revoke by somebody who left the role since",
      attempt: revoke("lead", "old"),
      ledger: [signed],
      entry: { act: "revoke", role: "lead" },
    },
    {
      title: "a revoke of a review that is newer than the last revoke",
      attempt: revoke("lead"),
      ledger: [revoked],
      snapshot: reviewedAt(AT),
      entry: { act: "revoke" },
    },
  ]);

  refuses([
    {
      title: "a stranger",
      attempt: sign("lead", "walt"),
      why: "The sign-off by walt was refused: only lead may do this.",
    },
    {
      title: "the author where every step leaves them out",
      attempt: sign("lead", "ada"),
      why: "The sign-off by ada was refused: the author's own sign-off does not count here; somebody else has to look at it.",
    },
    {
      title: "a role nobody asks for",
      attempt: sign("idle", "ida"),
      why: "The sign-off by ida was refused: no step here asks for a sign-off by `idle`; they ask for lead, qa and security.",
    },
    {
      title: "where nobody asks for any",
      attempt: sign("lead"),
      policy: policy([], { roles }),
      why: "The sign-off by lea was refused: no step here asks for a sign-off by `lead`; none asks for one.",
    },
    {
      title: "a role that signs off by review only",
      attempt: sign("security", "sam"),
      why: "The sign-off by sam was refused: security signs off here by an approving review, not by a command.",
    },
    {
      title: "a revoke without a sign-off",
      attempt: revoke("lead"),
      why: "The withdrawal of a sign-off by lea was refused: lea has not signed off for lead.",
    },
    {
      title: "a revoke of a review that was revoked already",
      attempt: revoke("lead"),
      ledger: [revoked],
      snapshot: reviewedAt("2026-03-01T12:30:00Z"),
      why: "The withdrawal of a sign-off by lea was refused: lea has not signed off for lead.",
    },
    {
      title: "a revoke by a stranger",
      attempt: revoke("lead", "walt"),
      ledger: [signed],
      why: "The withdrawal of a sign-off by walt was refused: only lead may do this.",
    },
  ]);
});

const LISTED = { check: "on-request", direct_commits: "hold" } as const;

describe("overrides", () => {
  const expires = "2026-03-03T09:00:00.000Z";

  accepts([
    {
      title: "the merge",
      attempt: override("merge"),
      entry: { act: "override", gate: "merge", reason: "an outage", commit: HEAD, role: "lead", expires },
    },
    { title: "no gate at all is the merge", attempt: override(""), entry: { gate: "merge" } },
    { title: "a deployment", attempt: override("deploy/production"), entry: { gate: "deploy/Production" } },
    {
      title: "a deployment whose own gate is open: what holds the release as a whole is lifted, too",
      attempt: override("deploy/production"),
      policy: policy([], { roles, override: OVERRIDE, environments: { production: LISTED } }),
      entry: { gate: "deploy/production" },
    },
    {
      title: "a deployment that no phase names, where one is for everywhere",
      attempt: override("deploy/Eu-West"),
      policy: policy([procedure([phase("out", [step("a", tick())], { blocks: "deploy" })])], {
        roles,
        override: OVERRIDE,
      }),
      entry: { gate: "deploy/Eu-West" },
    },
    { title: "an environment alone", attempt: override("PRODUCTION"), entry: { gate: "deploy/Production" } },
    {
      title: "the author, though it opens nothing yet",
      attempt: override("merge", { login: "ada" }),
      snapshot: snapshot({ roles: { lead: { members: ["ada", "lea"] } } }),
      entry: { act: "override", by: person("ada"), role: "lead" },
    },
  ]);

  refuses([
    {
      title: "an admin outside the roles",
      attempt: override("merge", { login: "adam" }),
      permission: "admin",
      why: "The override by adam was refused: only lead may do this.",
    },
    {
      title: "where the config names nobody",
      attempt: override("merge"),
      policy: policy(procedures, { roles }),
      why: "The override by lea was refused: the config names no `override` roles, so nobody may do this.",
    },
    {
      title: "no reason",
      attempt: override("merge", { reason: " " }),
      why: "The override by lea was refused: an override needs a reason.",
    },
    {
      title: "no such gate",
      attempt: override("deploy/elsewhere"),
      why: "The override by lea was refused: there is no gate `deploy/elsewhere` here, only merge and deploy/Production.",
    },
    {
      title: "an open gate",
      attempt: override("merge"),
      policy: policy([], { roles, override: OVERRIDE }),
      why: "The override by lea was refused: the gate is open.",
    },
    {
      title: "a broken config",
      attempt: override("merge"),
      policy: policy(procedures, { roles, override: OVERRIDE, findings: [finding()] }),
      why: "The override by lea was refused: the configuration is broken, and must be mended first.",
    },
    {
      title: "an aborted run",
      attempt: override("merge"),
      ledger: [done({ act: "abort", reason: "x" })],
      why: "The override by lea was refused: the run is aborted; `/gate resume` takes it up again.",
    },
  ]);
});

describe("aborts, resumptions and rollbacks", () => {
  const aborted = done({ act: "abort", reason: "x" });
  const byAuthor = done({ act: "abort", reason: "x", by: { login: "Ada" } });
  const rolledBack = done({ act: "rollback", reason: "x" });
  const merged = { ...seen, state: "merged" as const };

  accepts([
    {
      title: "an abort by an override role",
      attempt: abort(),
      entry: { act: "abort", reason: "superseded", role: "lead" },
    },
    { title: "an abort by the author", attempt: abort("ADA"), entry: { act: "abort" }, permission: "read" },
    { title: "a resumption by an override role", attempt: resume(), ledger: [byAuthor], entry: { act: "resume" } },
    {
      title: "a resumption by the author of what the author gave up",
      attempt: resume("ada"),
      ledger: [byAuthor],
      entry: { act: "resume" },
    },
    {
      title: "an abort by an override role after the merge",
      attempt: abort(),
      snapshot: merged,
      entry: { act: "abort" },
    },
    {
      title: "a resumption after a rollback, with a reason",
      attempt: { ...resume(), reason: "fixed" },
      ledger: [rolledBack],
      entry: { act: "resume", reason: "fixed", role: "lead" },
    },
    { title: "a rollback", attempt: rollback(), entry: { act: "rollback", reason: "errors", role: "lead" } },
    { title: "a rollback somewhere", attempt: rollback("production"), entry: { environment: "Production" } },
    { title: "a rollback where a phase starts", attempt: rollback("Staging"), entry: { environment: "staging" } },
  ]);

  refuses([
    {
      title: "an abort by a writer",
      attempt: abort("walt"),
      why: "The abort by walt was refused: only the author or lead may do this.",
    },
    {
      title: "an abort without a reason",
      attempt: abort("ada", ""),
      why: "The abort by ada was refused: an abort needs a reason.",
    },
    {
      title: "a second abort",
      attempt: abort(),
      ledger: [aborted],
      why: "The abort by lea was refused: lea has aborted it already.",
    },
    {
      title: "a resumption of what goes on",
      attempt: resume(),
      why: "The resumption by lea was refused: nothing was aborted or rolled back.",
    },
    {
      title: "a resumption by a writer",
      attempt: resume("walt"),
      ledger: [aborted],
      why: "The resumption by walt was refused: only lead may do this.",
    },
    {
      title: "a resumption by the author of what another aborted",
      attempt: resume("ada"),
      ledger: [aborted],
      why: "The resumption by ada was refused: only lead may do this.",
    },
    {
      title: "a resumption by the author of what was rolled back",
      attempt: resume("ada"),
      ledger: [rolledBack],
      why: "The resumption by ada was refused: only lead may do this.",
    },
    {
      title: "an abort by the author after the merge",
      attempt: abort("ada"),
      snapshot: merged,
      why: "The abort by ada was refused: only lead may do this.",
    },
    {
      title: "a rollback by the author",
      attempt: rollback(undefined, "ada"),
      why: "The rollback by ada was refused: only lead may do this.",
    },
    {
      title: "a rollback without a reason",
      attempt: { ...rollback(), reason: undefined },
      why: "The rollback by lea was refused: a rollback needs a reason.",
    },
    {
      title: "a rollback of a strange environment",
      attempt: rollback("moon"),
      why: "The rollback by lea was refused: no procedure here speaks of the environment `moon`, only Production and staging.",
    },
    {
      title: "a rollback where no environment is named",
      attempt: rollback("moon"),
      policy: policy([], { roles, override: OVERRIDE }),
      why: "The rollback by lea was refused: no procedure here speaks of the environment `moon`, none is named.",
    },
    {
      title: "an abort by a writer where nobody overrides",
      attempt: abort("walt"),
      policy: policy(procedures, { roles }),
      why: "The abort by walt was refused: only the author may do this.",
    },
  ]);
});
