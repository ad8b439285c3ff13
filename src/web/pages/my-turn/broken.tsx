import { counted } from "../../../requirements/wording.ts";
import { Findings } from "../parts/findings.tsx";
import { Prose } from "../parts/words.tsx";
import type { BrokenView } from "./broken-view.ts";

/** Config that holds every pull request of a branch, before those who can mend it. */
export const Broken = ({ broken, most }: { readonly broken: readonly BrokenView[]; readonly most: number }) => (
  <>
    {broken.slice(0, most).map(({ repository, path, anchor, where, held, findings, more }) => (
      <section class="card" aria-labelledby={anchor}>
        <h2 id={anchor} class="card-title">
          <a href={path}>{`${repository.owner}/${repository.name}`}</a>:{" "}
          <Prose>{`config or procedures${where} are broken`}</Prose>
        </h2>
        <p>{`${held} until somebody who may push there mends it, whatever their steps say.`}</p>
        <Findings findings={findings} more={more} />
      </section>
    ))}
    {broken.length <= most ? null : (
      <p class="soft">{`Broken config of ${counted(broken.length - most, "repository", "repositories")} is not shown here.`}</p>
    )}
  </>
);
