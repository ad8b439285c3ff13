import { counted } from "../../../requirements/wording.ts";
import { Empty } from "../parts/empty.tsx";
import { OutLink } from "../parts/link.tsx";
import { Person } from "../parts/person.tsx";
import { Columns } from "../parts/plot.tsx";
import { Ago } from "../parts/time.tsx";
import { Line, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import { ACTS, type ExceptionRow, type OrganisationView, type OverdueRow } from "./organisation-view.ts";
import { dayOf, TableBehind } from "./table-behind.tsx";
import { Section } from "./waiting.tsx";

interface Props {
  readonly view: OrganisationView;
  readonly visit: Visit;
}

/** What people let through that the procedures would have held. */
export const Exceptions = ({ view: { letThrough, exceptions, weeks }, visit }: Props) => {
  const weekly = letThrough.map(({ counts }) => sumOf(counts));
  const total = sumOf(weekly);
  const most = Math.max(...weekly);
  return (
    <Section id="exceptions" title="Let through all the same" level={3}>
      {total === 0 ? (
        <Empty>{`Nothing was waived, put off, overridden or exempted in the last ${weeks} weeks.`}</Empty>
      ) : (
        <>
          <p>{`${counted(total, "time")} in ${weeks} weeks. Each has a reason, and the audit keeps it.`}</p>
          <Columns
            kinds={ACTS.map(({ name }) => name)}
            mostWords={`up to ${most} a week`}
            summary={`Waivers, deferrals, overrides and exemptions by week: ${total} in all, at most ${most} in one week.`}
            columns={letThrough.map(({ week, counts }) => ({ label: dayOf(week), values: counts }))}
          />
          <TableBehind
            caption="What was let through, by week"
            heads={["Week of", ...ACTS.map(({ name }) => name)]}
            numbers={ACTS.map((_, index) => index + 1)}
            rows={letThrough.map(({ week, counts }) => [dayOf(week), ...counts.map((one) => `${one}`)])}
          />
          <Newest rows={exceptions} visit={visit} />
        </>
      )}
    </Section>
  );
};

const Newest = ({ rows, visit }: { readonly rows: readonly ExceptionRow[]; readonly visit: Visit }) => (
  <>
    <ol class="plain rows">
      {rows.slice(0, SHOWN).map((row) => (
        <Exception row={row} visit={visit} />
      ))}
    </ol>
    {rows.length <= SHOWN ? null : (
      <details>
        <summary>{`${Math.min(rows.length, LISTED) - SHOWN} earlier`}</summary>
        <ol class="plain rows">
          {rows.slice(SHOWN, LISTED).map((row) => (
            <Exception row={row} visit={visit} />
          ))}
        </ol>
      </details>
    )}
  </>
);

const SHOWN = 5;
/** The audit has all of them. */
const LISTED = 15;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const Exception = ({ row, visit }: { readonly row: ExceptionRow; readonly visit: Visit }) => (
  <li>
    <div class="row">
      <span>
        <Person login={row.by} githubUrl={visit.githubUrl} /> <Line markdown={row.did} />
        {row.step === undefined ? null : (
          <>
            {": "}
            <code>{row.step}</code>
          </>
        )}
      </span>
      <a href={row.subject.path}>{row.subject.name}</a>
      <span class="soft">
        <Ago at={row.at} now={visit.now} />
      </span>
      {row.followUp === undefined ? null : <FollowUp url={row.followUp} />}
    </div>
    <Title max={240}>{row.reason}</Title>
  </li>
);

/** Phases after a deployment that should be complete by now, and what was put off in them. */
export const Overdue = ({ view: { overdue, putOff }, visit }: Props) => (
  <Section id="overdue" title="Overdue">
    {overdue.length + putOff.length === 0 ? (
      <Empty>Nothing is overdue: every phase with a time limit is complete, or has time left.</Empty>
    ) : (
      <ul class="plain rows">
        {overdue.slice(0, MOST).map((row) => (
          <Late row={row} visit={visit} />
        ))}
      </ul>
    )}
    {overdue.length <= MOST ? null : <p class="soft">{`${overdue.length - MOST} more are overdue for less long.`}</p>}
    {putOff.length === 0 ? null : <FollowUps rows={putOff} visit={visit} />}
  </Section>
);

/** Whether a follow-up issue is closed Gatehouse does not hear: the issue itself tells. */
const FollowUps = ({ rows, visit }: { readonly rows: readonly ExceptionRow[]; readonly visit: Visit }) => (
  <>
    <p>{`${counted(rows.length, "overdue follow-up")} of steps that were put off and that nobody did here since:`}</p>
    <ul class="plain rows">
      {rows.slice(0, MOST).map(({ subject, step, dueAt, followUp }) => (
        <li>
          <div class="row">
            <a href={subject.path}>{subject.name}</a>
            {followUp === undefined ? null : <FollowUp url={followUp} />}
          </div>
          <code>{step}</code> was put off, and due {dueAt === undefined ? null : <Ago at={dueAt} now={visit.now} />}
        </li>
      ))}
    </ul>
  </>
);

const FollowUp = ({ url }: { readonly url: string }) => (
  <OutLink href={url}>{`follow-up #${url.split("/").at(-1) ?? ""}`}</OutLink>
);

const MOST = 12;

const Late = ({ row, visit }: { readonly row: OverdueRow; readonly visit: Visit }) => (
  <li>
    <div class="row">
      <a href={row.path}>
        <Title max={120}>{row.title}</Title>
      </a>
      <span class="soft">{row.name}</span>
    </div>
    <Title max={100}>{row.phase}</Title> (<Title max={100}>{row.procedure}</Title>) was due{" "}
    <Ago at={row.dueAt} now={visit.now} />
  </li>
);
