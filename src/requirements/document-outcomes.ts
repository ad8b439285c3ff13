import type { DocumentFile } from "../evidence/snapshot.ts";
import type { Flaw } from "./document-flaw.ts";
import { undetermined, unmet, type Open, type Outcome } from "./outcome.ts";
import { quote } from "./wording.ts";

const open = (what: Omit<Open, "state" | "actors">, author: string | undefined): Outcome =>
  unmet({ ...what, actors: [{ kind: "author", login: author }] });

export const missing = (path: string, author: string | undefined): Outcome =>
  open(
    {
      code: "document/missing",
      reason: `There is no file ${quote(path)} at the head.`,
      remedy: `Add the file ${quote(path)} and fill it in.`,
      short: `${nameOf(path)} missing`,
    },
    author,
  );

export const unchanged = (path: string, author: string | undefined): Outcome =>
  open(
    {
      code: "document/unchanged",
      reason: `This pull request does not change ${quote(path)}.`,
      remedy: `Bring ${quote(path)} up to date in this pull request.`,
      short: `${nameOf(path)} unchanged`,
    },
    author,
  );

export const flawed = ({ code, path, reason, remedy, wakeAt }: Flaw, author: string | undefined): Outcome =>
  open(
    {
      code: `document/${code}`,
      reason,
      remedy,
      short: `${nameOf(path)} ${code}`,
      ...(wakeAt === undefined ? {} : { wakeAt }),
    },
    author,
  );

export const unreadable = ({ path, problem }: DocumentFile): Outcome =>
  undetermined({
    code: "document/unreadable",
    reason: `${quote(path)} can't be judged: ${problem ?? "it could not be read"}.`,
    remedy: `Make ${quote(path)} a text file under 1 MB.`,
    short: `${nameOf(path)} unreadable`,
  });

/** "docs/x/rollback-plan.md" is "rollback plan". */
export const nameOf = (path: string): string => {
  const name = (path.split("/").at(-1) ?? "").replace(/\.\w+$/u, "").replaceAll(/[-_\s]+/gu, " ");
  return /^[\p{L}\p{N} .]{1,24}$/u.test(name) ? name.toLowerCase() : "document";
};
