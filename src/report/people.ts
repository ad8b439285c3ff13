import type { Actor } from "../requirements/outcome.ts";
import { clipped } from "./prose.ts";

/** Somebody who can act, in a few plain words: "tech-lead (ann, bob)". Names stand without `@`, so that nobody is notified. */
const actorName = (actor: Actor): string => {
  switch (actor.kind) {
    case "role":
      return `${actor.role} (${roleMembers(actor.people)})`;
    case "author":
      return actor.login === undefined ? "the author" : `${actor.login} (author)`;
    case "writers":
      return "anyone with write access";
    case "login":
      return actor.login;
    case "automation":
      return clipped(actor.name, 60);
    case "clock":
      return "time";
  }
};

/** Everybody who can act on a step, or on several, each once. */
export const actorNames = (actors: readonly Actor[]): readonly string[] => [...new Set(actors.map(actorName))];

/** Three names are enough to know whom to ask. */
const NAMED = 3;

/** "ann, bob, cleo and 4 more"; the empty role says so, because nobody can act for it. */
const roleMembers = (people: readonly string[]): string => {
  if (people.length === 0) return "nobody yet";
  const named = people.slice(0, NAMED).join(", ");
  return people.length > NAMED ? `${named} and ${people.length - NAMED} more` : named;
};
