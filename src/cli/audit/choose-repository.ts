import { repositoriesNamed, type AuditedRepository } from "../../store/audited.ts";
import { listed } from "../../requirements/wording.ts";
import { WrongUse } from "../wrong-use.ts";

/** The repository that is meant by `owner/name` or an id; throws `WrongUse` when there is none, or more than one. */
export const chooseRepository = (known: readonly AuditedRepository[], wanted: string): AuditedRepository => {
  const [only, ...others] = repositoriesNamed(known, wanted);
  if (only === undefined) throw new WrongUse(unknownRepository(known, wanted));
  if (others.length === 0) return only;
  const ids = [only, ...others].map(({ id, name }) => `${id} (now ${name})`);
  throw new WrongUse(`Several repositories had the name ${wanted}. Say which by its id: ${listed(ids, "or")}.`);
};

const unknownRepository = (known: readonly AuditedRepository[], wanted: string): string => {
  const names = known.map(({ name }) => name);
  if (names.length === 0)
    return `Nothing is recorded of ${wanted}, nor of any repository: is this the server's database?`;
  return `Nothing is recorded of ${wanted}. Known are ${listed(names)}.`;
};
