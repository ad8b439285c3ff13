import { counted } from "../../../requirements/wording.ts";
import type { FindingView } from "./findings-view.ts";
import { OutLink } from "./link.tsx";
import { Badge } from "./state-badge.tsx";
import { Prose } from "./words.tsx";

/** What is wrong with config and procedures, each with the line on GitHub. */
export const Findings = ({
  findings,
  more = 0,
}: {
  readonly findings: readonly FindingView[];
  readonly more?: number;
}) => (
  <ul class="plain findings">
    {findings.map(({ severity, place, url, message }) => (
      <li>
        <Badge tone={severity === "error" ? "bad" : "warning"}>{severity}</Badge>{" "}
        <OutLink href={url}>
          <code>{place}</code>
        </OutLink>
        <p>
          <Prose>{message}</Prose>
        </p>
      </li>
    ))}
    {more === 0 ? null : <li>{counted(more, "more is not shown.", "more are not shown.")}</li>}
  </ul>
);
