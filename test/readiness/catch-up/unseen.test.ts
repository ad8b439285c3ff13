import { expect, test } from "@jest/globals";
import type { KnownOne, SeenPull } from "../../../src/readiness/catch-up/ports.ts";
import { isUnseen, type Against } from "../../../src/readiness/catch-up/unseen.ts";

const NOW = new Date("2026-03-06T16:00:00Z");
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

const pull = (about: Partial<SeenPull> = {}): SeenPull => ({
  number: 1,
  state: "open",
  headSha: "abc",
  headRef: "basket",
  baseRef: "main",
  updatedAt: ago(20).toISOString(),
  ...about,
});

const known = (about: Partial<KnownOne> = {}): KnownOne => ({
  key: "repo:1/pull:1",
  kind: "pull_request",
  state: "open",
  headSha: "abc",
  baseRef: "main",
  configured: true,
  heardAt: ago(20),
  ...about,
});

interface Case {
  readonly of: string;
  readonly pull?: Partial<SeenPull>;
  readonly known?: KnownOne;
  readonly against?: Partial<Against>;
  readonly unseen: boolean;
}

test.each<Case>([
  { of: "what was heard of", known: known(), unseen: false },
  { of: "what nobody told of", unseen: true },
  { of: "what nobody told of yet", pull: { updatedAt: ago(1).toISOString() }, unseen: false },
  { of: "what an older release judged, of which pages know nothing", known: known({ isUntold: true }), unseen: true },
  { of: "another head", known: known({ headSha: "def" }), unseen: true },
  { of: "another base", known: known({ baseRef: "next" }), unseen: true },
  {
    of: "another head a moment ago",
    pull: { updatedAt: ago(1).toISOString() },
    known: known({ headSha: "def" }),
    unseen: false,
  },
  { of: "an update after what was heard", known: known({ heardAt: ago(23) }), unseen: true },
  { of: "what we wrote ourselves after what was heard", known: known({ heardAt: ago(21) }), unseen: false },
  { of: "what was never heard of", known: known({ heardAt: undefined }), unseen: true },
  { of: "what was reopened", known: known({ state: "closed" }), unseen: true },
  { of: "one that was closed", pull: { state: "closed" }, known: known(), unseen: true },
  { of: "one that was closed before we knew it", pull: { state: "closed" }, unseen: false },
  {
    of: "one that was closed, as we know",
    pull: { state: "closed" },
    known: known({ state: "closed" }),
    unseen: false,
  },
  { of: "one that was merged", pull: { state: "merged" }, known: known(), unseen: true },
  { of: "one that was opened and merged", pull: { state: "merged" }, unseen: true },
  {
    of: "a merged one that is followed and was heard of",
    pull: { state: "merged" },
    known: known({ state: "merged" }),
    unseen: false,
  },
  {
    of: "a merged one that is done with",
    pull: { state: "merged" },
    known: known({ state: "closed", heardAt: ago(60) }),
    unseen: false,
  },
  { of: "one without a config", against: { isConfigured: false }, unseen: false },
  {
    of: "one whose config was taken away",
    known: known({ heardAt: ago(60) }),
    against: { isConfigured: false },
    unseen: true,
  },
  {
    of: "one that never had a config",
    known: known({ configured: false, heardAt: ago(60) }),
    against: { isConfigured: false },
    unseen: false,
  },
  { of: "anything open after an absence", known: known(), against: { all: true }, unseen: true },
  {
    of: "what was pushed just now, after an absence",
    pull: { updatedAt: NOW.toISOString() },
    against: { all: true },
    unseen: true,
  },
  {
    of: "what is done with, after an absence",
    pull: { state: "merged" },
    known: known({ state: "closed" }),
    against: { all: true },
    unseen: false,
  },
])("$of: $unseen", ({ pull: seen, known: before, against = {}, unseen }) => {
  const rest = { isConfigured: true, all: false, now: NOW, ...against };
  expect(isUnseen(pull(seen), { known: before, ...rest })).toBe(unseen);
});
