import { boxesOf } from "../../evaluation/boxes.ts";
import type { Snapshot } from "../../evidence/snapshot.ts";
import { repositoryOf } from "../../readiness/policy-places.ts";
import type { PolicyFile } from "../../readiness/policy-of.ts";
import type { Reading } from "../../readiness/ports.ts";
import { counted } from "../../requirements/wording.ts";
import { hiddenIn } from "./local-documents.ts";

/** What a person's token can't tell of a pull request, so that the server may say otherwise. */
export interface Unknown {
  /** Stable. */
  readonly code: "ledger" | "ticks" | "team" | "config-elsewhere" | "fact";
  readonly says: string;
}

interface Known {
  readonly reading: Reading;
  readonly files: ReadonlyMap<string, PolicyFile>;
  /** Slug of the App whose comments count; undefined where nobody knows it. */
  readonly app: string | undefined;
}

/** Says what was not there to be read, in the order in which people should know it. */
export const unknownOf = ({ reading, files, app }: Known): readonly Unknown[] => {
  const { snapshot } = reading;
  const [owner = "", name = ""] = snapshot.subject.repository.split("/");
  return [
    ticks(reading, app),
    LEDGER,
    ...teams(snapshot),
    ...hiddenIn(files).map((where) => elsewhere(repositoryOf(where, { owner, name }))),
    ...Object.values(snapshot.unread).map((says) => ({ code: "fact", says }) as const),
  ];
};

const LEDGER: Unknown = {
  code: "ledger",
  says: "What people did by comment (sign-offs, goes, waivers, deferrals, overrides, exemptions) is in the server's ledger, which no token can read: none of it counts here. Reviews do.",
};

const ticks = ({ checklist }: Reading, app: string | undefined): Unknown => {
  const ticked =
    checklist === undefined ? 0 : [...boxesOf(checklist.body).values()].filter(({ checked }) => checked).length;
  return { code: "ticks", says: checklist === undefined ? noChecklist(app) : asRead(ticked, app) };
};

const noChecklist = (app: string | undefined): string =>
  app === undefined
    ? "No Gatehouse has written a check on this commit, so no checklist comment was looked for and no box counts as ticked. `--app SLUG` names the App whose comment counts."
    : `There is no checklist comment by ${app}[bot], so no box counts as ticked.`;

const asRead = (ticked: number, app: string | undefined): string =>
  `${counted(ticked, "tick was", "ticks were")} read from the checklist comment by ${app ?? ""}[bot]. It does not say who ticked, so each is taken for one by somebody who may.`;

const teams = ({ roles }: Snapshot): readonly Unknown[] =>
  Object.entries(roles).flatMap(([role, { problem }]) =>
    problem === undefined
      ? []
      : [
          {
            code: "team",
            says: `Who holds the role ${role} is not fully known: ${problem.replace("by Gatehouse", "with this token, which needs the scope `read:org` or the permission to read members")}.`,
          },
        ],
  );

const elsewhere = (repository: string): Unknown => ({
  code: "config-elsewhere",
  says: `${repository} is not there, or this token may not read it. If it has a config or a procedure for this repository, that is not judged here.`,
});
