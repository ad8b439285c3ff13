import type { Change, Sender } from "../readiness/change.ts";
import { InstallationPayload, type Envelope } from "./payloads.ts";

/** The repositories the App was just let into: every open pull request of theirs is looked at. */
export const installationChanges = (input: unknown): readonly Change[] => {
  const parsed = InstallationPayload.safeParse(input);
  if (!parsed.success) return [];
  const { action, installation: installed, repositories, repositories_added: added, sender } = parsed.data;
  if (!["created", "added", "unsuspend", "new_permissions_accepted"].includes(action)) return [];
  return (added ?? repositories ?? []).flatMap(({ id, full_name: fullName }): Change[] => {
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
        touches: "any",
      },
    ];
  });
};

/** Who caused a delivery; a deleted account is GitHub's ghost. */
export const senderOf = (sender: Envelope["sender"]): Sender => ({
  login: sender?.login ?? "ghost",
  type: sender?.type === "Bot" ? "Bot" : "User",
});
