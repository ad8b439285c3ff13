import { Findings } from "../parts/findings.tsx";
import { Progress } from "../parts/progress.tsx";
import { Badge } from "../parts/state-badge.tsx";
import { Since } from "../parts/time.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import type { SubjectRow } from "./subject-row.ts";

/** Pull requests or issues, a few lines each: how near to ready, what is left, whose turn it is, since when. */
export const SubjectRows = ({ rows, visit }: { readonly rows: readonly SubjectRow[]; readonly visit: Visit }) => (
  <ul class="plain rows">
    {rows.map((row) => (
      <li id={row.anchor} data-say={`#${row.number}: ${said(row)}`}>
        <div class="row row-apart">
          <h3 class="row-title">
            <a href={row.href}>
              <Title>{row.title}</Title>
            </a>{" "}
            <span class="soft">{`#${row.number}`}</span>
          </h3>
          <span class="row">
            <States row={row} />
            {row.total === 0 || row.isUndetermined || row.isRolledBack || row.breaks.length > 0 ? null : (
              <Progress done={row.done} of={row.total} what={`done${row.scope}`} />
            )}
          </span>
        </div>
        <Words row={row} visit={visit} />
      </li>
    ))}
  </ul>
);

const said = ({ isReady, isRolledBack, breaks, total, done }: SubjectRow): string => {
  if (breaks.length > 0) return "configuration error";
  if (isRolledBack) return "rolled back";
  return isReady ? "ready" : `${total - done} left`;
};

interface StatesProps {
  readonly row: SubjectRow;
}

const States = ({ row: { isReady, isRolledBack, isUndetermined, isYours, isDraft, breaks } }: StatesProps) => (
  <>
    {isYours ? <span class="badge badge-yours">your turn</span> : null}
    {isDraft ? <Badge tone="quiet">draft</Badge> : null}
    {isRolledBack && !isUndetermined ? <Badge tone="warning">rolled back</Badge> : null}
    {isReady ? <Badge tone="good">ready</Badge> : null}
    {isUndetermined ? <Badge tone="warning">could not be determined</Badge> : null}
    {breaks.length === 0 || isUndetermined ? null : <Badge tone="warning">configuration error</Badge>}
  </>
);

/** As many are read at a glance; its own page has them all. */
const BREAKS = 2;

const Words = ({ row, visit }: { readonly row: SubjectRow; readonly visit: Visit }) => {
  const { left, next, since, isUndetermined, breaks } = row;
  if (isUndetermined) return <p class="row-words soft">Gatehouse keeps trying.</p>;
  if (breaks.length > 0)
    return (
      <div class="row-words">
        <p class="soft">
          It would break config or procedures, and can’t pass before that is mended.
          <Waits since={since} visit={visit} />
        </p>
        <Findings findings={breaks.slice(0, BREAKS)} more={Math.max(0, breaks.length - BREAKS)} />
      </div>
    );
  if (left === "" && next === "") return null;
  return (
    <p class="row-words soft">
      <Prose>{`${left === "" ? "" : `Left: ${left}. `}${next}`}</Prose>
      <Waits since={since} visit={visit} />
    </p>
  );
};

const Waits = ({ since, visit }: { readonly since: Date | undefined; readonly visit: Visit }) =>
  since === undefined ? null : (
    <>
      {" Waiting "}
      <Since at={since} now={visit.now} />.
    </>
  );
