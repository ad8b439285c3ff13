import type { z } from "zod";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import type { Requirement } from "../../src/requirements/define.ts";
import type { Box, Judging } from "../../src/requirements/judging.ts";
import type { Outcome } from "../../src/requirements/outcome.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";

export type Given = Partial<z.input<typeof Snapshot>>;

export const HEAD = "1111111111111111111111111111111111111111";
export const EARLIER = "abc1234000000000000000000000000000000000";

/** A pull request by ada that shows nothing yet; tests name only what matters. */
export const snapshot = (given: Given = {}): Snapshot =>
  Snapshot.parse({
    subject: { repository: "acme/shop", number: 7 },
    title: "Add coupons",
    author: { login: "ada" },
    head: "feature/coupons",
    headSha: HEAD,
    ...given,
  });

export const judgingWith = (given: Partial<Judging> = {}): Judging => ({
  now: new Date("2026-11-20T12:00:00Z"),
  parameters: {},
  step: { id: "step", title: "Step" },
  box: { state: "open" },
  signoffs: [],
  procedures: [],
  windows: {},
  freezes: [],
  ...given,
});

export const ticked: Box = { state: "ticked", by: "bob", at: "2026-11-20T10:00:00Z" };

export const requirement = (written: unknown): Requirement => RequirementSchema.parse(written);

export const judge = (written: unknown, given: Given = {}, judging: Partial<Judging> = {}): Outcome =>
  requirement(written).judge(snapshot(given), judgingWith(judging));

/** The state, and the code where there is one: what most tables compare. */
export const shown = (outcome: Outcome): string =>
  outcome.state === "met" ? "met" : `${outcome.state} ${outcome.code}`;
