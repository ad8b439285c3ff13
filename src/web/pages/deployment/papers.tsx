import { visible } from "../../../markdown/escape.ts";
import { newestFirst } from "../../../report/deploy/united.ts";
import { OutLink } from "../parts/link.tsx";
import { Title } from "../parts/words.tsx";
import type { DeploymentView, MemberView } from "./deployment-view.ts";

/** What the authors wrote for whoever deploys, as they wrote it. */
export const Papers = ({ view }: { readonly view: DeploymentView }) => {
  const members = newestFirst(view.members.map(({ member }) => member));
  const notes = members.flatMap((member) => (member.notes === undefined ? [] : [{ member, paper: member.notes }]));
  const plans = members.flatMap((member) => (member.plan === undefined ? [] : [{ member, paper: member.plan }]));
  return (
    <>
      <PaperList id="notes" title="Release notes" papers={notes} />
      <PaperList id="plans" title="Rollback plans, newest first" papers={plans} />
    </>
  );
};

/** More are counted: a list of numbers helps nobody. */
const NAMED = 10;

/** Whoever is on call reads it before the deployment, not when it is too late. */
export const NoWayBack = ({ view: { withoutPlan } }: { readonly view: DeploymentView }) =>
  withoutPlan.length === 0 ? null : (
    <p id="no-plan">
      <strong>No rollback plan:</strong>{" "}
      {withoutPlan.slice(0, NAMED).map(({ number, title, href }, index) => (
        <>
          {index === 0 ? "" : ", "}
          <a href={href}>
            {`#${number}`} <Title>{title}</Title>
          </a>
        </>
      ))}
      {withoutPlan.length > NAMED ? ` and ${withoutPlan.length - NAMED} more` : ""}.
    </p>
  );

interface PaperListProps {
  readonly id: string;
  readonly title: string;
  readonly papers: readonly {
    readonly member: MemberView["member"];
    readonly paper: { readonly text: string; readonly url?: string | undefined };
  }[];
}

const LONGEST = 2000;

const PaperList = ({ id, title, papers }: PaperListProps) =>
  papers.length === 0 ? null : (
    <details id={id} class="card">
      <summary>{`${title} (${papers.length})`}</summary>
      {papers.map(({ member, paper }) => (
        <>
          <p>
            <OutLink href={paper.url ?? member.url}>{`#${member.number}`}</OutLink> <Title>{member.title}</Title>
          </p>
          <blockquote class="paper">
            {paper.text.split("\n").map((line) => (
              <>
                {visible(line, LONGEST)}
                <br />
              </>
            ))}
          </blockquote>
        </>
      ))}
    </details>
  );
