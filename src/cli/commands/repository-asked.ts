import { apiAddress } from "../github/api-address.ts";
import { personalClient, type PersonalClient } from "../github/personal-client.ts";
import { repositoryNamed } from "../github/repository-name.ts";
import { tokenAt } from "../github/token.ts";
import type { Shell } from "../shell.ts";
import { localDocuments, type LocalDocuments } from "../simulate/local-documents.ts";
import type { RepositoryRequest } from "./repository-request.ts";

/** The repository that a command is about, what it is judged by, and who reads it. */
export interface RepositoryAsked {
  readonly owner: string;
  readonly name: string;
  readonly local: LocalDocuments;
  readonly client: PersonalClient;
}

/** Asks GitHub nothing yet. Throws `WrongUse`. */
export const repositoryAsked = async (request: RepositoryRequest, shell: Shell): Promise<RepositoryAsked> => {
  const { owner, name } = repositoryNamed(request.repo);
  const local = await localDocuments(request, shell);
  const client = personalClient({ token: await tokenAt(request, shell), apiUrl: apiAddress(shell) });
  return { owner, name, local, client };
};
