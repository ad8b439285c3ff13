import { counted } from "../../../requirements/wording.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import { Page } from "../layout.tsx";
import { Live } from "../live/live.tsx";
import { Person } from "../parts/person.tsx";
import { Badge } from "../parts/state-badge.tsx";
import { Ago, Since } from "../parts/time.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import { Broken } from "./broken.tsx";
import type { BrokenView } from "./broken-view.ts";
import { Nothing, Repositories } from "./repositories.tsx";
import type { MyTurnView, TurnStep, TurnView } from "./my-turn-view.ts";

interface Props {
  readonly view: MyTurnView;
  /** Config that the viewer can mend. */
  readonly broken: readonly BrokenView[];
  /** How much of that is shown. */
  readonly most: number;
  readonly repositories: readonly ListedRepository[];
  readonly visit: Visit;
}

/** The page of everything that waits for the viewer. */
export const MyTurnPage = ({
  view,
  broken,
  most,
  repositories,
  visit,
  events,
}: Props & { readonly events: string }) => (
  <Page title="My turn" visit={visit}>
    <Live visit={visit} events={events}>
      <h1>My turn</h1>
      {view.turns.length === 0 && broken.length === 0 ? (
        <div id="lead" data-say="Nothing waits for you">
          <Nothing repositories={repositories} />
        </div>
      ) : (
        <>
          <p class="lead" id="lead" data-say="">
            {leadOf(view, broken.length)}
          </p>
          {view.page === 1 ? <Broken broken={broken} most={most} /> : null}
          {view.turns.map((turn) => (
            <Turn turn={turn} visit={visit} />
          ))}
          <Pages view={view} />
        </>
      )}
      <Repositories repositories={repositories} />
    </Live>
  </Page>
);

const leadOf = ({ all }: MyTurnView, broken: number): string =>
  [
    ...(broken === 0
      ? []
      : [`Config is broken in ${counted(broken, "repository", "repositories")} where you may push.`]),
    ...(all.steps === 0 ? [] : [stepsWait(all)]),
  ].join(" ");

const stepsWait = (all: MyTurnView["all"]): string =>
  `${counted(all.steps, "step waits", "steps wait")} for you in ${counted(all.turns, "place")}, the longest wait first.`;

const Pages = ({ view: { page, pages } }: Pick<Props, "view">) =>
  pages === 1 ? null : (
    <nav aria-label="Pages">
      <ul class="plain row">
        {page === 1 ? null : (
          <li>
            <a href={`/my-turn?page=${page - 1}`} rel="prev">
              Longer waits
            </a>
          </li>
        )}
        <li aria-current="page">{`Page ${page} of ${pages}`}</li>
        {page === pages ? null : (
          <li>
            <a href={`/my-turn?page=${page + 1}`} rel="next">
              Shorter waits
            </a>
          </li>
        )}
      </ul>
    </nav>
  );

const Turn = ({ turn, visit }: { readonly turn: TurnView; readonly visit: Visit }) => {
  const { standing, repository, path, anchor, since, steps } = turn;
  return (
    <section class="card" aria-labelledby={anchor}>
      <div class="row">
        <h2 id={anchor} class="card-title">
          <a href={path}>
            <Title max={150}>{standing.title}</Title>
          </a>{" "}
          <span class="soft">{`${repository.owner}/${repository.name}#${standing.number}`}</span>
        </h2>
        <State turn={turn} />
      </div>
      <p class="soft">
        {standing.author === null ? null : (
          <>
            by <Person login={standing.author} githubUrl={visit.githubUrl} />,{" "}
          </>
        )}
        waiting for you <Since at={since} now={visit.now} />
      </p>
      {standing.undeterminedSince === undefined ? null : (
        <p class="note note-bad">
          It can't be determined at present how it stands; this is how it stood before. Gatehouse keeps trying.
        </p>
      )}
      <ul class="plain rows">
        {steps.map((step) => (
          <Step step={step} isOnly={steps.length === 1} visit={visit} />
        ))}
      </ul>
      {turn.more === 0 ? null : (
        <p>
          <a href={path}>{`${counted(turn.more, "more step waits", "more steps wait")} for you there`}</a>
        </p>
      )}
    </section>
  );
};

const State = ({ turn: { standing } }: { readonly turn: TurnView }) => (
  <>
    {standing.verdict.mode === "shadow" ? <Badge tone="quiet">shadow: holds nothing</Badge> : null}
    {standing.state === "merged" ? <Badge tone="good">merged</Badge> : null}
    {standing.draft && standing.state === "open" ? <Badge tone="quiet">draft</Badge> : null}
  </>
);

interface StepProps {
  readonly step: TurnStep;
  /** How long it waits stands above it then. */
  readonly isOnly: boolean;
  readonly visit: Visit;
}

const Step = ({ step, isOnly, visit }: StepProps) => (
  <li>
    <div class="row">
      <a href={step.href}>
        <Title max={120}>{step.title}</Title>
      </a>
      <span class="soft">
        <Title max={60}>{step.procedure}</Title>
      </span>
      {isOnly ? null : (
        <span class="soft">
          <Since at={step.since} now={visit.now} />
        </span>
      )}
      <Due at={step.dueAt} now={visit.now} />
    </div>
    <Prose>{step.what}</Prose>
  </li>
);

const Due = ({ at, now }: { readonly at: Date | undefined; readonly now: Date }) => {
  if (at === undefined) return null;
  if (at < now) return <Badge tone="bad">overdue</Badge>;
  return (
    <span>
      due <Ago at={at} now={now} />
    </span>
  );
};
