import type { Verdict } from "../../../../src/evaluation/verdict.ts";
import type { Ledger } from "../../../../src/evidence/ledger.ts";
import type { StoredSubject } from "../../../../src/readiness/known.ts";
import type { PublishedItem } from "../../../../src/readiness/publish.ts";
import type { Standing } from "../../../../src/readiness/standing.ts";
import { RequirementSchema } from "../../../../src/requirements/schema.ts";
import { subjectView } from "../../../../src/web/pages/subject/subject-view.ts";
import {
  HEAD,
  judged,
  label,
  NOW,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  stepsPolicy,
  tick,
} from "../../../evaluation/world.ts";
import { newsOf, stood } from "../../../store/standing-news.ts";

/** What would break a procedure, and what would only be odd about it. */
export const BREAKING: Standing["proposed"] = [
  { code: "x/odd", severity: "warning", message: "Odd.", file: ".github/gatehouse.yml", line: 2, column: 1 },
  { code: "x/wrong", severity: "error", message: "Wrong `key`.", file: ".github/procedures/p.yml", line: 3, column: 5 },
];

/** A pull request as it stood, with what matters of it. */
export const standingOf = (verdict: Verdict, about: Partial<Standing> = {}): Standing =>
  stood(newsOf(5, 7).standing, {
    author: "ada",
    headSha: "a".repeat(40),
    openedAt: new Date("2026-03-01T09:00:00Z"),
    verdict,
    judgedAt: NOW,
    changedAt: NOW,
    ...about,
  });

/** A change that went live, was rolled back by Lea, and was not deployed again. */
export const ROLLED_BACK: Verdict = judged(
  policy(
    [
      procedure([
        phase("documents", [step("notes", label("notes"))]),
        phase("after", [step("errors", tick())], { blocks: null, starts: { deployed: "production" } }),
      ]),
    ],
    { override: { roles: ["lead"], lastsMs: 3_600_000, secondPerson: false } },
  ),
  snapshot({
    state: "merged",
    labels: ["notes"],
    deployments: { production: [{ sha: "m", state: "success", at: "2026-03-02T08:00:00Z", holds: true }] },
  }),
  [
    {
      act: "rollback",
      environment: "production",
      reason: "3 wrong totals",
      by: { login: "lea", type: "User" },
      role: "lead",
      at: "2026-03-02T08:30:00Z",
      via: "command",
      permission: "write",
    },
  ],
);

/** Where an approving review proves step `a`, and nobody has ticked `b`. */
export const APPROVED: Verdict = judged(
  stepsPolicy(step("a", RequirementSchema.parse({ signoff: {} })), step("b", tick())),
  snapshot({
    reviews: [
      {
        by: { login: "olga" },
        state: "approved",
        commit: HEAD,
        at: "2026-03-01T11:00:00Z",
        url: "https://github.com/acme/shop/pull/7#pullrequestreview-1",
        writer: true,
      },
    ],
  }),
);

export interface About extends Partial<Standing> {
  readonly ledger?: Ledger;
  readonly published?: readonly PublishedItem[];
  readonly releases?: readonly StoredSubject[];
  readonly viewer?: string;
}

/** Its page as data, as Rita sees it unless told otherwise. */
export const viewOf = (
  verdict: Verdict,
  { ledger = [], published = [], releases = [], viewer = "rita", ...about }: About = {},
) =>
  subjectView({
    standing: standingOf(verdict, about),
    ledger,
    published,
    releases,
    viewer,
    githubUrl: "https://github.example.com",
  });
