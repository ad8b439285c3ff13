import type { StepVerdict } from "../../evaluation/verdict.ts";
import type { Actor } from "../../requirements/outcome.ts";
import { listed } from "../../requirements/wording.ts";

/** Who can act on these steps, each once: "security (ada, bob), mona (author)". */
export const turns = (steps: readonly StepVerdict[]): string =>
  [...new Set(steps.flatMap(({ actors }) => actors.map(actorName)))].join(", ");

const holders = (people: readonly string[]): string => (people.length === 0 ? "nobody holds it" : listed(people));

const actorName = (actor: Actor): string => {
  switch (actor.kind) {
    case "role":
      return `${actor.role} (${holders(actor.people)})`;
    case "author":
      return actor.login === undefined ? "the author" : `${actor.login} (author)`;
    case "writers":
      return "anyone with write permission";
    case "login":
      return actor.login;
    case "automation":
      return actor.name;
    case "clock":
      return "the clock";
  }
};
