import type { Child } from "hono/jsx";
import { counted } from "../../../requirements/wording.ts";
import { spanWords } from "../parts/duration.ts";
import { Empty } from "../parts/empty.tsx";
import { Bars, Columns } from "../parts/plot.tsx";
import { Since } from "../parts/time.tsx";
import { Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import { awaitedName } from "./awaited-name.ts";
import type { OrganisationView } from "./organisation-view.ts";
import { dayOf, shortDayOf, TableBehind } from "./table-behind.tsx";

interface Props {
  readonly view: OrganisationView;
}

/** Longer plots are not read; the table has the rest. */
const PLOTTED = 10;
/** A page has to stay under 100 KB. */
const LISTED = 20;

/** Who is awaited at this moment. */
export const Now = ({ view: { waitingNow }, visit }: Props & { readonly visit: Visit }) => (
  <Section id="now" title="Awaited now">
    {waitingNow.length === 0 ? (
      <Empty>Nobody is awaited: every open pull request and issue is done, or waits for another phase.</Empty>
    ) : (
      <>
        <Bars
          summary={`Open steps by who is awaited; most wait for ${awaitedName(waitingNow[0]?.on ?? "")}.`}
          bars={waitingNow.slice(0, PLOTTED).map(({ on, steps }) => ({
            label: awaitedName(on),
            value: steps,
            words: counted(steps, "step"),
          }))}
        />
        <TableBehind
          caption="Who is awaited now"
          heads={["Awaited", "Steps", "In pull requests and issues", "The longest"]}
          numbers={[1, 2]}
          rows={waitingNow
            .slice(0, LISTED)
            .map(({ on, steps, subjects, since }) => [
              <Title max={80}>{awaitedName(on)}</Title>,
              `${steps}`,
              `${subjects}`,
              <Since at={since} now={visit.now} />,
            ])}
        />
      </>
    )}
  </Section>
);

/** How long pull requests took from opened to ready, week by week. */
export const Ready = ({ view: { ready, weeks } }: Props) => {
  const longest = Math.max(...ready.map(({ waited }) => waited?.medianMs ?? 0));
  const count = ready.reduce((sum, { waited }) => sum + (waited?.count ?? 0), 0);
  return (
    <Section id="ready" title="From opened to ready" level={3}>
      {count === 0 ? (
        <Empty>{`No pull request became ready to merge after a wait in the last ${weeks} weeks.`}</Empty>
      ) : (
        <>
          <p>{`${counted(count, "pull request")} became ready, each counted once: when it became ready for the last time. Of each week the median: half of them took no longer.`}</p>
          <Columns
            kinds={["median"]}
            mostWords={`up to ${spanWords(longest)}`}
            summary={`Median time from opened to ready by week; the longest is ${spanWords(longest)}.`}
            columns={ready.map(({ week, waited }) => ({ label: dayOf(week), values: [waited?.medianMs ?? 0] }))}
          />
          <TableBehind
            caption="From opened to ready, by the week in which they became so"
            heads={["Week of", "Ready", "Median", "Nine of ten within"]}
            numbers={[1]}
            rows={ready.map(({ week, waited }) => [
              dayOf(week),
              `${waited?.count ?? 0}`,
              waited === undefined ? "" : spanWords(waited.medianMs),
              waited === undefined ? "" : spanWords(waited.mostMs),
            ])}
          />
        </>
      )}
    </Section>
  );
};

/** Which steps take long. */
export const Steps = ({ view: { bySteps, recent, weeks } }: Props) => (
  <Section id="steps" title="How long each step waits" level={3}>
    {bySteps.length === 0 ? (
      <Empty>{`No step waited and was done in the last ${weeks} weeks.`}</Empty>
    ) : (
      <>
        <p>From when a step can be done to when it is, the median. What was done at the first look is not counted.</p>
        <Bars
          summary={`Median wait by step; the longest is “${bySteps[0]?.title ?? ""}”.`}
          bars={bySteps.slice(0, PLOTTED).map(({ title, medianMs }) => ({
            label: title,
            value: medianMs,
            words: spanWords(medianMs),
          }))}
        />
        <TableBehind
          caption="How long each step waited"
          heads={["Step", "Procedure", ...waitedHeads(recent)]}
          numbers={[2]}
          rows={bySteps
            .slice(0, LISTED)
            .map((one) => [
              <Title max={80}>{one.title}</Title>,
              <Title max={80}>{one.procedure}</Title>,
              ...waitedCells(one),
            ])}
        />
      </>
    )}
  </Section>
);

/** Who is awaited for long. */
export const Awaited = ({ view: { byPeople, recent, weeks } }: Props) => (
  <Section id="people" title="How long each role is awaited" level={3}>
    {byPeople.length === 0 ? (
      <Empty>{`Nobody was awaited for a step that was done in the last ${weeks} weeks.`}</Empty>
    ) : (
      <>
        <Bars
          summary={`Median wait by who was awaited; the longest is for ${byPeople[0]?.name ?? ""}.`}
          bars={byPeople.slice(0, PLOTTED).map(({ name, medianMs }) => ({
            label: name,
            value: medianMs,
            words: spanWords(medianMs),
          }))}
        />
        <TableBehind
          caption="How long each was awaited"
          heads={["Awaited", ...waitedHeads(recent)]}
          numbers={[1]}
          rows={byPeople.slice(0, LISTED).map((one) => [<Title max={80}>{one.name}</Title>, ...waitedCells(one)])}
        />
      </>
    )}
  </Section>
);

type Waited = OrganisationView["bySteps"][number] | OrganisationView["byPeople"][number];

/** What stands above {@link waitedCells}. */
const waitedHeads = (recent: readonly Date[]): readonly string[] => [
  "Times",
  "Median",
  "Nine of ten within",
  ...recent.map(weekHead),
];

/** How often something waited, how long, and its medians week by week. */
const waitedCells = ({ count, medianMs, mostMs, weekly }: Waited): readonly string[] => [
  `${count}`,
  spanWords(medianMs),
  spanWords(mostMs),
  ...weekly.map((ms) => (ms === undefined ? "" : spanWords(ms))),
];

/** What stands above the medians of one week. */
const weekHead = (week: Date): string => `Median, week of ${shortDayOf(week)}`;

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly level?: 2 | 3;
  readonly children?: Child;
}

/** A part of the page under its own heading. */
export const Section = ({ id, title, level = 2, children }: SectionProps) => (
  <section aria-labelledby={`${id}-title`}>
    {level === 2 ? <h2 id={`${id}-title`}>{title}</h2> : <h3 id={`${id}-title`}>{title}</h3>}
    {children}
  </section>
);
