import type { SettingsReader } from "../readiness/adoption/enforcement.ts";
import { readSettings } from "./repository-settings.ts";
import { where, type ClientOf } from "./writers.ts";

/** What guards a repository, with the App's own rights: classic protection and bypass lists are shown to administrators only. */
export const settingsOn = (clientOf: ClientOf): SettingsReader => ({
  read: async (repository, branch, environments) => {
    const { get, appId } = await clientOf(repository.installationId);
    const settings = await readSettings({ get, where: where(repository), branch, only: { environments } });
    return { settings, appId };
  },
});
