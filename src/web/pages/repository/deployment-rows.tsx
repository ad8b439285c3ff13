import { Badge } from "../parts/state-badge.tsx";
import { Ago, Waiting } from "../parts/time.tsx";
import { Prose } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import type { DeploymentRow } from "./repository-view.ts";

interface Props {
  readonly rows: readonly DeploymentRow[];
  readonly visit: Visit;
}

interface RowProps {
  readonly row: DeploymentRow;
  readonly visit: Visit;
}

/** How many reasons are read at a glance. */
const REASONS = 4;

/** Deployments that wait, with what holds them and when they open. */
export const DeploymentRows = ({ rows, visit }: Props) => (
  <ul class="plain rows">
    {rows.map((row) => (
      <Row row={row} visit={visit} />
    ))}
  </ul>
);

const Row = ({ row: { anchor, href, answer, askedAt, opensAt }, visit }: RowProps) => (
  <li id={anchor} data-say={answer.title}>
    <div class="row row-apart">
      <h3 class="row-title">
        <a href={href}>
          <bdi>{answer.environment}</bdi> <code>{answer.sha.slice(0, 7)}</code>
        </a>
      </h3>
      {answer.decision === "rejected" ? (
        <Badge tone="bad">rejected</Badge>
      ) : (
        <Badge tone="waiting">{opensAt === undefined ? "waits" : "waits for its time"}</Badge>
      )}
    </div>
    <p class="row-words">
      <Prose>{answer.title}</Prose>
      {opensAt === undefined ? null : (
        <>
          , <Ago at={opensAt} now={visit.now} />
        </>
      )}
      {". "}
      <span class="soft">
        <Waiting at={askedAt} now={visit.now} />.
      </span>
    </p>
    <Reasons answer={answer} href={href} />
  </li>
);

const Reasons = ({ answer: { reasons }, href }: Pick<DeploymentRow, "answer" | "href">) =>
  reasons.length === 0 ? null : (
    <ul class="soft">
      {reasons.slice(0, REASONS).map((reason) => (
        <li>
          <Prose>{reason}</Prose>
        </li>
      ))}
      {reasons.length <= REASONS ? null : (
        <li>
          <a href={href}>{`${reasons.length - REASONS} more`}</a>
        </li>
      )}
    </ul>
  );
