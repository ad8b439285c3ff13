import { z } from "zod";
import { LedgerEntry, type Ledger } from "../../src/evidence/ledger.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import type { Verdict } from "../../src/evaluation/verdict.ts";
import type { Finding } from "../../src/procedures/finding.ts";
import type { Phase, Procedure, Step } from "../../src/procedures/model.ts";
import { NO_POLICY, type AdoptedProcedure, type Policy } from "../../src/procedures/policy.ts";
import { defineRequirement, type Requirement } from "../../src/requirements/define.ts";
import { met, undetermined, unmet, waiting } from "../../src/requirements/outcome.ts";

/** The moment at which everything in these tests is judged. */
export const NOW = new Date("2026-03-02T09:30:00Z");

const tickKind = defineRequirement({
  kind: "tick",
  about: "Its box is ticked.",
  settings: z.strictObject({ by: z.string().optional(), humansOnly: z.boolean() }),
  needs: [],
  roles: ({ by }) => (by === undefined ? [] : [by]),
  ticker: ({ by, humansOnly }) => ({ role: by, humansOnly }),
  describe: () => "a tick",
  judge: ({ by }, { roles }, { box }) => {
    if (box.state === "ticked") return met(`Ticked by ${box.by}.`);
    return waiting({
      code: "tick/open",
      reason: box.note ?? "Its box is not ticked.",
      remedy: "Tick it in the checklist comment.",
      short: "1 tick",
      actors: [by === undefined ? { kind: "writers" } : { kind: "role", role: by, people: roles[by]?.members ?? [] }],
    });
  },
});

/** A box; by everybody with write permission unless a role is given. */
export const tick = (by?: string, humansOnly = true): Requirement =>
  tickKind.require({ ...(by === undefined ? {} : { by }), humansOnly });

const labelKind = defineRequirement({
  kind: "label",
  about: "A label is there.",
  settings: z.string(),
  needs: [],
  describe: (name) => `label ${name}`,
  judge: (name, { labels, author }) =>
    labels.includes(name)
      ? met(`It carries \`${name}\`.`)
      : unmet({
          code: "label/missing",
          reason: `It does not carry \`${name}\`.`,
          remedy: `Add \`${name}\`.`,
          short: `label ${name} missing`,
          actors: [{ kind: "author", login: author?.login }],
        }),
});

/** Something only the author can change. */
export const label = (name: string): Requirement => labelKind.require(name);

const documentKind = defineRequirement({
  kind: "document",
  about: "A file is there.",
  settings: z.string(),
  needs: ["documents"],
  documents: (path) => [path],
  baseDocuments: (path) => [path],
  describe: (path) => path,
  judge: () => met("It is there."),
});

/** A file at the head. */
export const document = (path: string): Requirement => documentKind.require(path);

const laterKind = defineRequirement({
  kind: "later",
  about: "It is late enough.",
  settings: z.string(),
  needs: [],
  roles: () => [],
  describe: (at) => at,
  judge: (at, _, { now }) =>
    now >= new Date(at)
      ? met("It is late enough.")
      : waiting({
          code: "later/early",
          reason: "It is too early.",
          remedy: "Wait.",
          short: "time",
          actors: [{ kind: "clock" }],
          wakeAt: new Date(at),
        }),
});

/** Something that time alone brings. */
export const later = (at: string): Requirement => laterKind.require(at);

/** A requirement that can't be told. */
export const unclear: Requirement = defineRequirement({
  kind: "unclear",
  about: "Never known.",
  settings: z.null(),
  needs: [],
  describe: () => "unclear",
  judge: () => undetermined({ code: "unclear/unknown", reason: "Nobody knows.", remedy: "Ask.", short: "unclear" }),
}).require(null);

/** A requirement whose judging breaks. */
export const broken = (thrown: unknown): Requirement => ({
  ...unclear,
  kind: "broken",
  judge: () => {
    throw thrown;
  },
});

const decisionKind = defineRequirement({
  kind: "decision",
  about: "The last word is go.",
  settings: z.string(),
  needs: [],
  roles: (role) => [role],
  decider: (role) => role,
  describe: (role) => `a go by ${role}`,
  judge: (role, { roles }, { decision }) => {
    const actors = [{ kind: "role", role, people: roles[role]?.members ?? [] }] as const;
    if (decision?.word === "go") return met(`${decision.by} said go.`);
    const open = { reason: "There is no go.", remedy: "Say `/gate go`.", short: "go or no-go", actors };
    return decision === undefined
      ? waiting({ code: "decision/open", ...open })
      : unmet({ code: "decision/no-go", ...open, reason: `${decision.by} said no-go: ${decision.reason ?? ""}` });
  },
});

/** A go by a role. */
export const decision = (role: string): Requirement => decisionKind.require(role);

const choiceKind = defineRequirement({
  kind: "choice",
  about: "One option is picked.",
  settings: z.strictObject({ options: z.array(z.string()).optional() }),
  needs: [],
  describe: () => "one option",
  judge: () => met("It is seen in the sub-steps."),
});

/** A step whose sub-steps are options. */
export const choice: Requirement = choiceKind.require({});

const signoffKind = defineRequirement({
  kind: "signoff",
  about: "A role signed off.",
  settings: z.strictObject({
    role: z.string().optional(),
    not_author: z.boolean().default(true),
    via: z.array(z.enum(["review", "command"])).default(["review", "command"]),
  }),
  needs: [],
  roles: ({ role }) => (role === undefined ? [] : [role]),
  describe: () => "a sign-off",
  judge: ({ role = "" }, { roles, headSha }, { signoffs }) => {
    const last = signoffs.findLast((one) => one.role === role && one.commit === headSha);
    if (last?.word === "signoff") return met(`${last.by.login} signed off.`);
    return waiting({
      code: "signoff/too-few",
      reason: "Nobody signed off.",
      remedy: "Sign off.",
      short: "1 sign-off",
      actors: [{ kind: "role", role, people: roles[role]?.members ?? [] }],
    });
  },
});

/** A sign-off by command. */
export const signoff = (given: z.input<typeof signoffKind.settings>): Requirement =>
  signoffKind.schema.parse(signoffKind.settings.parse(given));

/** A step with what matters of it. */
export const step = (id: string, require: Requirement, rest: Partial<Step> = {}): Step => ({
  id,
  title: `Step ${id}`,
  require,
  optional: false,
  waivable: false,
  steps: [],
  ...rest,
});

/** A phase that blocks merge unless told otherwise. */
export const phase = (id: string, steps: readonly Step[], rest: Partial<Phase> = {}): Phase => ({
  id,
  title: `Phase ${id}`,
  blocks: "merge",
  environments: [],
  blocksNext: false,
  steps,
  ...rest,
});

/** A procedure that a repository enforces. */
export const procedure = (
  phases: readonly Phase[],
  rest: Partial<Procedure> = {},
  mode: AdoptedProcedure["mode"] = "enforce",
): AdoptedProcedure => ({
  procedure: { id: "p", title: "Procedure", subject: "pull_request", parameters: {}, order: "free", phases, ...rest },
  mode,
  source: { reference: "acme/shop:.github/procedures/p.yml" },
});

/** A policy with the role `lead` unless told otherwise. */
export const policy = (procedures: readonly AdoptedProcedure[], rest: Partial<Policy> = {}): Policy => ({
  ...NO_POLICY,
  roles: { lead: ["lea", "@acme/leads"] },
  comments: { checklist: true, status: true, issues: true },
  procedures,
  findings: [],
  ...rest,
});

/** One procedure of one phase of these steps. */
export const stepsPolicy = (...steps: readonly Step[]): Policy => policy([procedure([phase("one", steps)])]);

/** A pull request by ada; lea and leo lead, walt may write, rita may read. */
export const snapshot = (rest: Partial<z.input<typeof Snapshot>> = {}): Snapshot =>
  Snapshot.parse({
    subject: { repository: "acme/shop", number: 7 },
    author: { login: "ada" },
    headSha: "a".repeat(40),
    roles: { lead: { members: ["lea", "Leo"] } },
    permissions: { walt: "write", adam: "admin", rita: "read", ada: "write" },
    ...rest,
  });

type Acts = "tick" | "untick" | "waive" | "refused";

/** One act of somebody on a step of the procedure `p`. */
export const entry = (
  act: Acts,
  stepId: string,
  { login, ...rest }: Partial<LedgerEntry> & { login: string },
): LedgerEntry => {
  const common = {
    procedure: "p",
    step: stepId,
    by: { login, type: "User" },
    at: "2026-03-01T12:00:00Z",
    via: "comment",
  } as const;
  const given = {
    tick: { act: "tick", ...common },
    untick: { act: "untick", ...common },
    waive: { act: "waive", ...common, reason: "not needed" },
    refused: { act: "refused", ...common, attempted: "tick", why: `The tick by ${login} was undone: not allowed.` },
  } as const satisfies Record<Acts, LedgerEntry>;
  return Object.assign({}, given[act], rest);
};

/** One person's act with the words each kind of act has, such as a tick's text. */
export const ticked = (stepId: string, login: string, text?: string): LedgerEntry =>
  text === undefined ? entry("tick", stepId, { login }) : Object.assign(entry("tick", stepId, { login }), { text });

/** Any act, of lea at noon of the day before unless told otherwise. */
export const done = (act: Partial<z.input<typeof LedgerEntry>> & { readonly act: LedgerEntry["act"] }): LedgerEntry =>
  LedgerEntry.parse({ by: { login: "lea" }, at: "2026-03-01T12:00:00Z", commit: HEAD, ...act });

/** The head commit of every snapshot here. */
export const HEAD = "a".repeat(40);

/** Who may override here: lea and leo, for a day, and not the author alone. */
export const OVERRIDE = { roles: ["lead"], lastsMs: 86_400_000, secondPerson: true } as const;

/** The verdict at the moment of these tests. */
export const judged = (given: Policy, seen: Snapshot = snapshot(), ledger: Ledger = []): Verdict =>
  evaluate({ policy: given, snapshot: seen, ledger, now: NOW });

/** A finding in the config. */
export const finding = (rest: Partial<Finding> = {}): Finding => ({
  code: "config/unknown-key",
  severity: "error",
  message: "There is no key `rols`; did you mean `roles`?",
  file: ".github/gatehouse.yml",
  line: 3,
  column: 1,
  ...rest,
});
