import { z } from "zod";
import { defineRequirement, holders } from "./define.ts";
import { met, waiting, type Actor } from "./outcome.ts";
import { unknownRole } from "./role.ts";
import { Role } from "./settings.ts";

const Settings = z.strictObject({
  by: Role.optional().describe("The role whose members may tick; without it, everybody with write permission."),
  humans_only: z.boolean().default(true).describe("Whether only people may tick, no Apps."),
});

/** The default requirement: somebody who may says so by ticking the box. Who may is settled before the box counts as ticked. */
export const tick = defineRequirement({
  kind: "tick",
  about: "Its box in the checklist comment is ticked by someone allowed to.",
  settings: z.union([Role.transform((by) => Settings.parse({ by })), Settings]),
  needs: [],
  roles: ({ by }) => (by === undefined ? [] : [by]),
  ticker: ({ by, humans_only }) => ({ role: by, humansOnly: humans_only }),
  describe: ({ by }) => (by === undefined ? "a tick" : `a tick by ${by}`),
  judge: ({ by }, facts, { box }) => {
    const held = by === undefined ? undefined : holders(facts, by);
    if (by === undefined) return box.state === "ticked" ? ticked(box) : open(box, { kind: "writers" });
    if (held === undefined) return unknownRole("tick", by);
    return box.state === "ticked" ? ticked(box) : open(box, { kind: "role", role: by, people: held.members });
  },
});

const ticked = ({ by, at, url }: { readonly by: string; readonly at: string; readonly url?: string }) =>
  met(`Ticked by ${by}.`, [{ text: `Ticked by ${by} at ${at}`, ...(url === undefined ? {} : { url }) }]);

const open = ({ note }: { readonly note?: string }, actor: Extract<Actor, { kind: "writers" | "role" }>) =>
  waiting({
    code: "tick/open",
    reason: note ?? "The box is not ticked.",
    remedy: `Tick the box in the checklist comment${actor.kind === "role" ? `, as a member of ${actor.role}` : ""}.`,
    short: "1 tick",
    actors: [actor],
  });
