import { actorInFull } from "../../../report/explain.ts";
import type { Actor } from "../../../requirements/outcome.ts";
import { Person } from "./person.tsx";

/** Everybody who can act, by name where names are known. */
export const Who = ({ actors, githubUrl }: { readonly actors: readonly Actor[]; readonly githubUrl: string }) => (
  <ul class="plain who-can">
    {actors.map((actor) => (
      <li>
        <One actor={actor} githubUrl={githubUrl} />
      </li>
    ))}
  </ul>
);

const One = ({ actor, githubUrl }: { readonly actor: Actor; readonly githubUrl: string }) => {
  if (actor.kind === "role" && actor.people.length > 0)
    return (
      <>
        {`${actor.role}: `}
        {actor.people.map((login, index) => (
          <>
            {index === 0 ? "" : ", "}
            <Person login={login} githubUrl={githubUrl} />
          </>
        ))}
      </>
    );
  if (actor.kind === "login") return <Person login={actor.login} githubUrl={githubUrl} />;
  if (actor.kind === "author" && actor.login !== undefined)
    return (
      <>
        <Person login={actor.login} githubUrl={githubUrl} /> (author)
      </>
    );
  return <>{actorInFull(actor)}</>;
};
