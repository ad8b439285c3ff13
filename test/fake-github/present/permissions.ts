import type { Viewer } from "../http/access.ts";
import type { Repository } from "../world/model.ts";
import { atLeast, roleOf } from "../world/world.ts";
import type { Json } from "./account.ts";

/** What a person may do, which a repository says to whoever asks as that person. */
export const permissionsOf = (viewer: Viewer, repo: Repository): Json => {
  if (viewer.kind !== "user") return {};
  const role = roleOf(repo, viewer.account);
  return {
    permissions: {
      admin: atLeast(role, "admin"),
      maintain: atLeast(role, "maintain"),
      push: atLeast(role, "write"),
      triage: atLeast(role, "triage"),
      pull: atLeast(role, "read"),
    },
  };
};
