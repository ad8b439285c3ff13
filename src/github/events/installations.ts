import type { Change, Sender } from "../../readiness/change.ts";
import { InstallationPayload, type Envelope } from "./payloads.ts";

/**
 * The repositories the App was just let into: every open pull request of theirs is looked at. Of those it may not see any more,
 * nothing can be looked at; the pull requests of others whose policy is partly there are.
 */
export const installationChanges = (input: unknown): readonly Change[] => {
  const parsed = InstallationPayload.safeParse(input);
  if (!parsed.success) return [];
  const { action, installation: installed, repositories, sender } = parsed.data;
  const { repositories_added: added, repositories_removed: removed } = parsed.data;
  const isRemoval = action === "removed";
  if (!isRemoval && !LETS_IN.has(action)) return [];
  return ((isRemoval ? removed : added) ?? repositories ?? []).flatMap(({ id, full_name: fullName }): Change[] => {
    const [owner, name] = fullName.split("/");
    if (owner === undefined || name === undefined) return [];
    return [
      {
        event: "installation",
        action,
        installationId: installed.id,
        repository: { id, owner, name },
        sender: senderOf(sender),
        pulls: [],
        shas: [],
        everyPullOn: "*",
        touches: isRemoval ? "policy" : "any",
      },
    ];
  });
};

const LETS_IN: ReadonlySet<string> = new Set(["created", "added", "unsuspend", "new_permissions_accepted"]);

/** Who caused a delivery; a deleted account is GitHub's ghost. */
export const senderOf = (sender: Envelope["sender"]): Sender => ({
  login: sender?.login ?? "ghost",
  type: sender?.type === "Bot" ? "Bot" : "User",
});
