import { expect, test } from "@jest/globals";
import { whereaboutsOf } from "../../../src/github/events/whereabouts.ts";

const repository = { id: 5, name: "store", owner: { login: "acme" } };
const installation = { id: 7, account: { login: "acme" } };
const removed = [{ id: 5, full_name: "acme/store" }];

test.each<readonly [what: string, event: readonly [name: string, payload: unknown], told: unknown]>([
  [
    "a renamed repository",
    ["repository", { action: "renamed", repository, installation }],
    { kind: "named", repositoryId: 5, owner: "acme", name: "store", installationId: undefined },
  ],
  [
    "one that was given to us by another account",
    ["repository", { action: "transferred", repository, installation }],
    { kind: "named", repositoryId: 5, owner: "acme", name: "store", installationId: 7 },
  ],
  [
    "a deleted repository",
    ["repository", { action: "deleted", repository, installation }],
    { kind: "left", installationId: 7, repositoryIds: [5] },
  ],
  ["another change of one", ["repository", { action: "edited", repository, installation }], undefined],
  [
    "repositories that we may not see any more",
    [
      "installation_repositories",
      { action: "removed", installation, repositories_removed: removed, repositories_added: [] },
    ],
    { kind: "left", installationId: 7, repositoryIds: [5] },
  ],
  [
    "repositories that we may see now",
    [
      "installation_repositories",
      { action: "added", installation, repositories_removed: [], repositories_added: removed },
    ],
    undefined,
  ],
  [
    "an installation that ended",
    ["installation", { action: "deleted", installation, repositories: removed }],
    { kind: "left", installationId: 7, repositoryIds: undefined },
  ],
  ["an installation that is suspended", ["installation", { action: "suspend", installation }], undefined],
  ["a removal without a list", ["installation_repositories", { action: "removed", installation }], undefined],
  ["what can't be read", ["repository", "nonsense"], undefined],
  ["any other event", ["pull_request", { action: "deleted", repository, installation }], undefined],
])("%s", (_what, [name, payload], told) => {
  expect(whereaboutsOf(name, payload)).toEqual(told);
});
