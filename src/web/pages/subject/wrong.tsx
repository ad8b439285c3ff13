import { Findings } from "../parts/findings.tsx";
import type { Visit } from "../visit.ts";
import { Person } from "../parts/person.tsx";
import type { SubjectView } from "./subject-view.ts";

interface Props {
  readonly view: SubjectView;
  readonly visit: Visit;
}

/** What is wrong with config and procedures: as the pull request would leave them first, then as they are on the base branch. */
export const Wrong = ({ view, visit }: Props) => (
  <>
    {view.proposed.length === 0 ? null : <Proposed view={view} visit={visit} />}
    {view.findings.length === 0 ? null : (
      <section class="note note-bad" aria-labelledby="findings-title">
        <h2 id="findings-title">What is wrong with config and procedures</h2>
        <Findings findings={view.findings} more={view.findingsMore} />
      </section>
    )}
  </>
);

const Proposed = ({ view, visit }: Props) => (
  <section class={`note ${view.isBroken ? "note-bad" : "note-waiting"}`} aria-labelledby="proposed-title">
    <div class="row">
      <h2 id="proposed-title">
        {view.isBroken
          ? "What this pull request would break"
          : "What is odd about the config and procedures of this pull request"}
      </h2>
      {view.isYoursToMend ? <span class="badge badge-yours">your turn</span> : null}
    </div>
    <Findings findings={view.proposed} more={view.proposedMore} />
    {view.isBroken && view.standing.state === "open" ? <ToMend view={view} visit={visit} /> : null}
  </section>
);

const ToMend = ({ view: { standing, isShadow }, visit }: Props) => {
  const { author } = standing;
  return (
    <p>
      {isShadow
        ? "In enforce mode this pull request could not pass before it is mended. "
        : "This pull request can’t pass before it is mended, whatever else is done. "}
      {author === null ? "Whoever can push to its branch" : <Person login={author} githubUrl={visit.githubUrl} />} can
      mend it with another commit; Gatehouse then looks again by itself. <code>gatehouse validate</code> finds the same
      before a push.
    </p>
  );
};
