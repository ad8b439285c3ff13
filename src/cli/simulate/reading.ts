import { readBuiltins } from "../../config/builtins.ts";
import { needsOf } from "../../evaluation/needs.ts";
import type { PolicyOf } from "../../github/proposal.ts";
import { createReader, type ReaderParts } from "../../github/reader.ts";
import { policyOf, type PolicyFile } from "../../readiness/policy-of.ts";
import type { Organisations, Reader } from "../../readiness/ports.ts";
import type { PersonalClient } from "../github/personal-client.ts";
import { withLocal, type LocalDocuments } from "./local-documents.ts";

/** The server's own reader, with a person's rights and documents of this machine in place of the repository's. */
export interface LocalReader extends Reader {
  /** The files of policy as they were read last. */
  readonly policyFiles: () => ReadonlyMap<string, PolicyFile>;
}

interface Parts {
  readonly client: PersonalClient;
  readonly local: LocalDocuments;
  /** Slug of the App whose comments are Gatehouse's. */
  readonly slug: string;
  readonly pastOf?: ReaderParts["pastOf"];
}

/** Nothing is remembered between two runs of the command line. */
const FORGETFUL: Organisations = {
  hasConfig: async () => false,
  lockedNothing: async () => false,
  note: async () => undefined,
};

export const localReader = ({ client, local, slug, pastOf }: Parts): LocalReader => {
  const builtins = readBuiltins();
  let read: ReadonlyMap<string, PolicyFile> = new Map();
  const ofFiles: PolicyOf = (files, at) => {
    read = new Map(files);
    return withLocal(
      (known, { owner, name, url }) =>
        policyOf({ files: known, owner, name, url, builtin: (id) => builtins.get(id)?.text }),
      local,
    )(files, at);
  };
  const reader = createReader({
    clientOf: async () => client,
    slug,
    policyOf: ofFiles,
    needsOf,
    organisations: FORGETFUL,
    ...(pastOf === undefined ? {} : { pastOf }),
  });
  return { read: reader.read, policyFiles: () => read };
};
