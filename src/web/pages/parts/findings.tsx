import type { FindingView } from "./findings-view.ts";
import { OutLink } from "./link.tsx";
import { Badge } from "./state-badge.tsx";
import { Prose } from "./words.tsx";

/** What is wrong with config and procedures, each with the line on GitHub. */
export const Findings = ({ findings }: { readonly findings: readonly FindingView[] }) => (
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
  </ul>
);
