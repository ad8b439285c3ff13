import type { Snapshot } from "../evidence/snapshot.ts";
import type { Requirement } from "../requirements/define.ts";
import type { Judging } from "../requirements/judging.ts";
import { lookupsTogether, NO_LOOKUPS, type Lookups } from "../requirements/needs.ts";
import { judgeProcedures, type Evaluation } from "./evaluate.ts";

/**
 * What requirements ask for in a second look, after what was read; what the snapshot answers already is left out. Only steps that
 * apply and that nobody waived ask. Empty for nearly every subject.
 */
export const lookupsOf = (evaluation: Evaluation): Lookups => {
  const { snapshot } = evaluation;
  const asked: Lookups[] = [];
  judgeProcedures(evaluation, (require, judging) => {
    const lookups = lookedUp(require, snapshot, judging);
    if (lookups !== NO_LOOKUPS) asked.push(lookups);
  });
  return asked.length === 0 ? NO_LOOKUPS : unanswered(lookupsTogether(asked), snapshot);
};

/** Whether there is nothing to look up. */
export const asksNothing = ({ branches, changedSince, lastChanged }: Lookups): boolean =>
  branches.length + changedSince.length + lastChanged.length === 0;

/** A requirement that breaks here breaks in its judgement as well, where it is explained. */
const lookedUp = (require: Requirement, snapshot: Snapshot, judging: Judging): Lookups => {
  try {
    return require.lookups(snapshot, judging);
  } catch {
    return NO_LOOKUPS;
  }
};

const unanswered = (lookups: Lookups, snapshot: Snapshot): Lookups => ({
  branches: lookups.branches.filter((name) => !has(snapshot.branches, name)),
  changedSince: lookups.changedSince.filter((sha) => !has(snapshot.changedSince, sha)),
  lastChanged: lookups.lastChanged.filter((path) => !has(snapshot.lastChanged, path)),
});

const has = (record: object | undefined, name: string): boolean => record !== undefined && Object.hasOwn(record, name);
