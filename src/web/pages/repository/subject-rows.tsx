import { Progress } from "../parts/progress.tsx";
import { Badge } from "../parts/state-badge.tsx";
import { Since } from "../parts/time.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import type { SubjectRow } from "./repository-view.ts";

/** Pull requests or issues, a few lines each: how near to ready, what is left, whose turn it is, since when. */
export const SubjectRows = ({ rows, visit }: { readonly rows: readonly SubjectRow[]; readonly visit: Visit }) => (
  <ul class="plain rows">
    {rows.map((row) => (
      <li id={row.anchor} data-say={`#${row.number}: ${row.isReady ? "ready" : `${row.total - row.done} left`}`}>
        <div class="row row-apart">
          <h3 class="row-title">
            <a href={row.href}>
              <Title>{row.title}</Title>
            </a>{" "}
            <span class="soft">{`#${row.number}`}</span>
          </h3>
          <span class="row">
            <States row={row} />
            {row.total === 0 || row.isUndetermined ? null : <Progress done={row.done} of={row.total} what="done" />}
          </span>
        </div>
        <Words row={row} visit={visit} />
      </li>
    ))}
  </ul>
);

const States = ({ row: { isReady, isUndetermined, isYours, isDraft } }: { readonly row: SubjectRow }) => (
  <>
    {isYours ? <span class="badge badge-yours">your turn</span> : null}
    {isDraft ? <Badge tone="quiet">draft</Badge> : null}
    {isReady ? <Badge tone="good">ready</Badge> : null}
    {isUndetermined ? <Badge tone="warning">could not be determined</Badge> : null}
  </>
);

const Words = ({ row: { left, next, since, isUndetermined }, visit }: { row: SubjectRow; visit: Visit }) => {
  if (isUndetermined) return <p class="row-words soft">Gatehouse keeps trying.</p>;
  if (left === "" && next === "") return null;
  return (
    <p class="row-words soft">
      <Prose>{`${left === "" ? "" : `Left: ${left}. `}${next}`}</Prose>
      {since === undefined ? null : (
        <>
          {" Waits "}
          <Since at={since} now={visit.now} />.
        </>
      )}
    </p>
  );
};
