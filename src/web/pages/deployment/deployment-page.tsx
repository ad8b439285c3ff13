import { CLOCK } from "../../../evaluation/deploy/open-steps.ts";
import { repositoryPath } from "../addresses.ts";
import { Page } from "../layout.tsx";
import { Live } from "../live/live.tsx";
import { OutLink } from "../parts/link.tsx";
import { Badge, type Tone } from "../parts/state-badge.tsx";
import { Ago, Since, Waiting } from "../parts/time.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import type { DeploymentView, MemberView } from "./deployment-view.ts";
import { NoWayBack, Papers } from "./papers.tsx";

interface Props {
  readonly view: DeploymentView;
  readonly visit: Visit;
}

/** The page of a deployment: what waits, why, and when it opens. */
export const DeploymentPage = ({ view, visit, events }: Props & { readonly events: string }) => {
  const { repository, answer } = view;
  const short = answer.sha.slice(0, 7);
  const at = { name: `${repository.owner}/${repository.name}`, href: repositoryPath(repository) };
  return (
    <Page
      title={`${short} to ${answer.environment}`}
      visit={visit}
      timeZone={answer.timeZone}
      where={[at, { name: `${short} to ${answer.environment}` }]}
    >
      <Live visit={visit} events={events}>
        <h1>
          <code>{short}</code> to <Title>{answer.environment}</Title>
        </h1>
        <About view={view} visit={visit} />
        <FirstLine view={view} visit={visit} />
        <NoWayBack view={view} />
        <Reasons view={view} />
        <Members view={view} />
        <Papers view={view} />
      </Live>
    </Page>
  );
};

const About = ({ view: { answer, commitUrl, previousUrl, before, runs }, visit }: Props) => (
  <p class="row">
    <OutLink href={commitUrl}>The commit on GitHub</OutLink>
    {answer.previous === undefined ? (
      <span>Nothing was deployed there before</span>
    ) : (
      <span>
        Runs there now:{" "}
        <OutLink href={previousUrl}>
          <code>{answer.previous.sha.slice(0, 7)}</code>
        </OutLink>
        , <Since at={new Date(answer.previous.at)} now={visit.now} />
      </span>
    )}
    {before === undefined ? null : (
      <span>
        Ran before:{" "}
        <OutLink href={before.url}>
          <code>{before.sha.slice(0, 7)}</code>
        </OutLink>
      </span>
    )}
    {runs.map(({ url }) => (
      <OutLink href={url}>The workflow run on GitHub</OutLink>
    ))}
  </p>
);

const TONES = { approved: "good", awaiting: "waiting", rejected: "bad" } as const satisfies Record<
  DeploymentView["answer"]["decision"],
  Tone
>;

const FirstLine = ({ view: { answer, opensAt, askedAt, decidedAt, isOver }, visit }: Props) => (
  <div class={`headline headline-${TONES[answer.decision]}`}>
    <p id="headline" data-say="">
      <strong>
        <Prose>{answer.title}</Prose>
      </strong>
      {answer.despite === undefined ? null : (
        <>
          {" "}
          <Prose>{answer.despite}</Prose>
        </>
      )}
      {opensAt === undefined ? null : (
        <>
          , <Ago at={opensAt} now={visit.now} />
        </>
      )}
    </p>
    <p class="soft">
      {askedAt === undefined ? null : (
        <>
          <Waiting at={askedAt} now={visit.now} />
          {". "}
        </>
      )}
      Decided <Ago at={decidedAt} now={visit.now} />.
      {isOver ? " Nobody waits for it any more: this is what was decided last." : null}
    </p>
  </div>
);

const Reasons = ({ view: { answer, reasons, direct } }: Pick<Props, "view">) => (
  <>
    {reasons.length === 0 ? null : (
      <section aria-labelledby="reasons-title">
        <h2 id="reasons-title">{answer.decision === "approved" ? "What would hold it" : "What holds it"}</h2>
        <ul>
          {reasons.map((reason) => (
            <li>
              <Prose>{reason}</Prose>
            </li>
          ))}
        </ul>
      </section>
    )}
    {direct.length === 0 ? null : (
      <p>
        Commits that no pull request brought:{" "}
        {direct.map(({ sha, url }, index) => (
          <>
            {index === 0 ? "" : ", "}
            <OutLink href={url}>
              <code>{sha.slice(0, 7)}</code>
            </OutLink>
          </>
        ))}
      </p>
    )}
  </>
);

const Members = ({ view: { answer, bringing, members, more } }: Pick<Props, "view">) =>
  members.length === 0 ? null : (
    <section aria-labelledby="members-title">
      <h2 id="members-title">{bringing}</h2>
      <ul class="plain rows">
        {members.map((one) => (
          <Member one={one} environment={answer.environment} />
        ))}
      </ul>
      {more === 0 ? null : <p class="soft">{`${more} more are not shown: there are too many for one page.`}</p>}
    </section>
  );

interface MemberProps {
  readonly one: MemberView;
  readonly environment: string;
}

const Member = ({ one: { anchor, href, member, tone, word }, environment }: MemberProps) => (
  <li id={anchor} data-say={`#${member.number}: ${word}`}>
    <div class="row row-apart">
      <h3 class="row-title">
        <a href={href}>
          <Title>{member.title === "" ? `#${member.number}` : member.title}</Title>
        </a>{" "}
        <span class="soft">{`#${member.number}`}</span>
      </h3>
      <span class="row">
        <Badge tone={tone}>{word}</Badge>
        {member.total === 0 ? null : (
          <span class="soft">{`${member.total - member.left} of ${member.total} done before ${environment}`}</span>
        )}
        <OutLink href={member.url}>GitHub</OutLink>
      </span>
    </div>
    {member.reason === undefined ? null : (
      <p class="row-words">
        <Prose>{member.reason}</Prose>
      </p>
    )}
    {member.steps.length === 0 ? null : (
      <ul>
        {member.steps.map(({ title, reason, remedy, actors }) => (
          <li>
            <strong>
              <Title>{title}</Title>
            </strong>
            : <Prose>{isOfClock(actors) ? reason : `${reason} ${remedy}`}</Prose>
            {isOfClock(actors) || actors.length === 0 ? null : (
              <span class="soft">{` Who: ${actors.join(", ")}.`}</span>
            )}
          </li>
        ))}
      </ul>
    )}
  </li>
);

/** Where time alone is awaited, the reason says until when. */
const isOfClock = (actors: readonly string[]): boolean => actors.length > 0 && actors.every((actor) => actor === CLOCK);
