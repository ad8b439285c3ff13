import { CHECK_NAME } from "../report/check-run.ts";
import type { StoredSubject } from "./known.ts";
import type { Hints } from "./ports.ts";
import { STARTED } from "./once.ts";
import type { PublishedItem } from "./publish.ts";
import type { Turn } from "./turn.ts";

/** The newest that is known of a subject before it is read; an issue stands at the tip of the default branch. */
export interface Latest {
  readonly headSha: string | undefined;
  readonly headRef: string | undefined;
  readonly baseRef: string | undefined;
  readonly state: StoredSubject["state"];
}

/** What lets one query bring everything. An issue is read at the default branch's tip, whatever and wherever that is by now. */
export const hintsOf = ({ subject, memory, published, attempts }: Turn, latest: Latest): Hints => {
  const { headSha, headRef, baseRef } = subject.kind === "issue" ? AT_DEFAULT : latest;
  const idOf = (kind: PublishedItem["kind"]) => published.findLast((item) => item.kind === kind)?.nodeId;
  const isRemembered = published.some(
    (item) => item.kind === "check" && item.name === CHECK_NAME && item.headSha === headSha,
  );
  return defined({
    headSha,
    headRef: headRef ?? memory?.headRef,
    baseRef,
    needs: memory?.needs,
    afresh: attempts > 0,
    runKnownFor: isRemembered ? headSha : undefined,
    comments: {
      ...defined({ checklist: idOf("checklist"), status: idOf("status") }),
      search: memory?.settled !== true || published.some(isUnsure),
    },
  });
};

/** A comment that was about to be written when something went wrong, or of which only the number is known. */
const isUnsure = ({ kind, remoteId, nodeId, digest }: PublishedItem): boolean =>
  (kind === "checklist" || kind === "status") && nodeId === undefined && (remoteId !== "" || digest === STARTED);

const AT_DEFAULT = { headSha: undefined, headRef: undefined, baseRef: undefined };

type Defined<Given> = { [Name in keyof Given as undefined extends Given[Name] ? never : Name]: Given[Name] } & {
  [Name in keyof Given as undefined extends Given[Name] ? Name : never]?: Exclude<Given[Name], undefined>;
};

/** Without the properties that are undefined, which is not the same as absent. */
function defined<Given extends object>(given: Given): Defined<Given>;
function defined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
