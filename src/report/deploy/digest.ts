import type { Decision, Holder } from "../../evaluation/deploy/decision.ts";
import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";

/**
 * What makes a report news. A window that shuts and opens every day while people are awaited is none, nor is a number that counts
 * down, nor who happens to hold a role: GitHub takes ten reports, and a release may wait for weeks.
 */
export const digestText = ({ state, holders, despite }: Decision): string => {
  const people = holders.filter((holder) => !isTime(holder));
  const telling = people.length === 0 ? holders : people;
  return JSON.stringify([state, despite ?? null, telling.map(newsOf).toSorted()]);
};

const isTime = (holder: Holder): boolean => holder.by === "member" && holder.member.opensAt !== undefined;

const newsOf = (holder: Holder): string => {
  switch (holder.by) {
    case "member":
      return JSON.stringify(["member", ...memberNews(holder.member)]);
    case "freeze":
      return JSON.stringify(["freeze", holder.name, holder.until.toISOString()]);
    case "previous": {
      const { number, procedure, phase } = holder.blocking;
      return JSON.stringify(["previous", number, procedure, phase]);
    }
    case "direct":
      return JSON.stringify(["direct", ...holder.commits.map(({ sha }) => sha).toSorted()]);
    case "settling":
      return JSON.stringify(["settling"]);
    case "environment":
      return JSON.stringify(["environment", holder.nearest]);
    case "broken":
      return JSON.stringify(["broken", ...holder.reasons.toSorted()]);
    case "unconfigured":
      return JSON.stringify(["unconfigured"]);
    case "overtaken":
      return JSON.stringify(["overtaken", holder.sha]);
    case "unreadable":
      return JSON.stringify(["unreadable", holder.reason]);
  }
};

const memberNews = ({ number, state, steps, opensAt, reason, overridden }: MemberOutcome): readonly unknown[] => {
  const clock = opensAt !== undefined;
  const open = steps.filter((step) => clock || step.opensAt === undefined);
  return [
    number,
    clock ? "clock" : state,
    open.map(({ procedure, step }) => [procedure, step]),
    clock ? null : (reason ?? null),
    overridden?.reason ?? null,
  ];
};
