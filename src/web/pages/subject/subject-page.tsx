import { gateNow } from "../../../report/stage.ts";
import { counted } from "../../../requirements/wording.ts";
import { repositoryPath, trailFilePath } from "../addresses.ts";
import { Page } from "../layout.tsx";
import { Live } from "../live/live.tsx";
import { OutLink } from "../parts/link.tsx";
import { Person } from "../parts/person.tsx";
import { Badge, type Tone } from "../parts/state-badge.tsx";
import { Ago, Since } from "../parts/time.tsx";
import { Line, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import { Path } from "./path.tsx";
import { Procedures } from "./phases.tsx";
import type { SubjectView } from "./subject-view.ts";
import { TrailSection } from "./trail.tsx";
import { Wrong } from "./wrong.tsx";

interface Props {
  readonly view: SubjectView;
  readonly visit: Visit;
}

/** The page of a pull request or issue. */
export const SubjectPage = ({ view, visit, events }: Props & { readonly events: string }) => {
  const { number, title, owner, name } = view.standing;
  const repository = { name: `${owner}/${name}`, href: repositoryPath(view.standing) };
  return (
    <Page
      title={`#${number} ${title}`}
      visit={visit}
      timeZone={view.standing.verdict.timeZone}
      where={[repository, { name: `#${number}` }]}
    >
      <Live visit={visit} events={events}>
        <Head view={view} visit={visit} />
        <FirstLine view={view} visit={visit} />
        <Deployments view={view} />
        <Notices view={view} visit={visit} />
        <div class="with-path">
          <Path path={view.path} visit={visit} />
          <div>
            <Procedures view={view} visit={visit} />
            <TrailSection trail={view.trail} file={trailFilePath(view.standing)} />
          </div>
        </div>
      </Live>
    </Page>
  );
};

const Head = ({ view: { standing, links, isRolledBack }, visit }: Props) => {
  const { number, title, url, author, openedAt, base, headSha } = standing;
  const what = standing.kind === "issue" ? "issue" : "pull request";
  return (
    <>
      <h1>
        <Title>{title}</Title> <span class="soft">{`#${number}`}</span>
      </h1>
      <p class="row">
        <StateOf standing={standing} />
        {isRolledBack ? <Badge tone="warning">rolled back</Badge> : null}
        <span>
          {openedAt === undefined ? "opened" : "opened "}
          {openedAt === undefined ? null : <Ago at={openedAt} now={visit.now} />}
          {author === null ? null : (
            <>
              {" by "}
              <Person login={author} githubUrl={visit.githubUrl} />
            </>
          )}
        </span>
        {base === undefined || standing.kind === "issue" ? null : (
          <span>
            into <code>{base}</code> at <code>{headSha.slice(0, 7)}</code>
          </span>
        )}
        <OutLink href={url}>{`The ${what} on GitHub`}</OutLink>
        {links.checklist === undefined ? null : <OutLink href={links.checklist}>Checklist</OutLink>}
        {links.check === undefined ? null : <OutLink href={links.check}>Check</OutLink>}
        {links.followUps.map((followUp) => (
          <OutLink href={followUp}>{`Follow-up #${followUp.split("/").at(-1) ?? ""}`}</OutLink>
        ))}
      </p>
    </>
  );
};

const StateOf = ({ standing: { state, draft, kind } }: { readonly standing: SubjectView["standing"] }) => {
  if (state === "merged") return <Badge tone="good">merged</Badge>;
  if (state === "closed") return <Badge tone="quiet">closed</Badge>;
  return draft && kind === "pull_request" ? <Badge tone="quiet">draft</Badge> : <Badge tone="waiting">open</Badge>;
};

const FirstLine = ({ view, visit }: Props) => {
  const { standing, headline, isUndetermined } = view;
  if (isUndetermined) return null;
  return (
    <div class={`headline headline-${toneOf(view)}`}>
      <p id="headline" data-say="">
        <Line markdown={headline} />
      </p>
      <p class="soft">
        Judged <Ago at={standing.judgedAt} now={visit.now} />.
        {standing.outdated ? " Something happened since: a new verdict is on its way." : null}
      </p>
    </div>
  );
};

const Deployments = ({ view: { deployments } }: Pick<Props, "view">) =>
  deployments.length === 0 ? null : (
    <p id="deployments" class="row">
      <span>{deployments.length === 1 ? "Deployment:" : "Deployments:"}</span>
      {deployments.map(({ href, name, word, tone }) => (
        <span class="row">
          <a href={href}>
            <Title max={120}>{name}</Title>
          </a>
          <Badge tone={tone}>{word}</Badge>
        </span>
      ))}
    </p>
  );

/** The colour of the first line repeats what it says: of what was aborted nothing may be left to do. */
const toneOf = ({ standing: { verdict, toDo, state }, isBroken, isRolledBack, path }: SubjectView): Tone => {
  if (state === "closed" || verdict.mode === "shadow") return "quiet";
  if (isBroken || verdict.findings.some(({ severity }) => severity === "error")) return "warning";
  if (isRolledBack) return "warning";
  if (gateNow(verdict).reason !== undefined) return "bad";
  if (toDo === 0) return "good";
  return path.some(({ is, tone }) => is === "phase" && tone === "bad") ? "bad" : "waiting";
};

const Notices = ({ view, visit }: Props) => {
  const { standing, isUndetermined, isShadow } = view;
  return (
    <>
      {isUndetermined ? <Undetermined view={view} visit={visit} /> : null}
      {!isShadow ? null : (
        <p class="note">
          This repository only watches (<code>mode: shadow</code>): what is below is what <em>would</em> hold it back.
          Nothing does.
        </p>
      )}
      {standing.state !== "closed" ? null : (
        <p class="note">It is closed, and Gatehouse does not follow it any more. This is how it stood.</p>
      )}
      <Wrong view={view} visit={visit} />
      <Yours view={view} />
    </>
  );
};

const Undetermined = ({ view: { standing, headline }, visit }: Props) => (
  <div class="note note-bad">
    <p id="headline" data-say="">
      <strong>Could not be determined</strong>{" "}
      <Since at={standing.undeterminedSince ?? standing.judgedAt} now={visit.now} />. The gate stays shut, and Gatehouse
      keeps trying; nothing needs to be done.
    </p>
    <p>
      Below is how it stood <Ago at={standing.judgedAt} now={visit.now} />, which counts for nothing now:{" "}
      <Line markdown={headline} />
    </p>
  </div>
);

const Yours = ({ view: { yours, yoursMore } }: Pick<Props, "view">) =>
  yours.length === 0 ? null : (
    <section class="note note-waiting" aria-labelledby="yours-title">
      <h2 id="yours-title">{`It is your turn: ${counted(yours.length + yoursMore, "step")}`}</h2>
      <ul>
        {yours.map(({ anchor, step }) => (
          <li>
            <a href={`#${anchor}`}>
              <Title>{step.title}</Title>
            </a>
          </li>
        ))}
        {yoursMore === 0 ? null : <li>{`${yoursMore} more`}</li>}
      </ul>
    </section>
  );
