import type { ReadDocument } from "../procedures/assemble.ts";
import type { CalendarUse, Use } from "../procedures/config.ts";
import { ownerOf, sameRepository, type Reference } from "../procedures/reference.ts";
import { notOffered, unusable, withheld } from "./policy-access.ts";
import type { PolicyContext, Visibility } from "./policy-of.ts";
import { CONFIG_PATH, placeKey, repositoryOf, whereOf, type Place } from "./policy-places.ts";

/** The place of a procedure's document. Nothing is read from another owner's repository, whoever asks for it. */
export const placeIn = (reference: Reference, { owner }: PolicyContext): readonly Place[] => {
  if (reference.kind === "builtin") return [];
  if (reference.kind === "path") return [{ where: "home", path: reference.path }];
  const isOurs = ownerOf(reference.repository) === owner.toLowerCase();
  return isOurs ? [{ where: whereOf(reference.repository), path: reference.path }] : [];
};

/** The document of a line under `procedures`, or why it can't be used. */
export const documentOf = (use: Use, context: PolicyContext): ReadDocument => {
  const { reference } = use;
  switch (reference.kind) {
    case "builtin": {
      const text = context.builtin(reference.id);
      if (text === undefined) return { missing: "Gatehouse ships no procedure of that name" };
      return { text, file: `builtin:${reference.id}.yml` };
    }
    case "path":
      return ownDocument(reference.path, context);
    case "elsewhere":
      return foreignDocument(reference, use, context);
  }
};

/** The calendar that a window names. Whoever keeps the config or procedure that names it decides who sees it. */
export const calendarOf = ({ reference }: CalendarUse, context: PolicyContext): ReadDocument => {
  if (reference.kind === "path") return ownDocument(reference.path, context);
  const [place] = placeIn(reference, context);
  if (place === undefined || reference.kind === "builtin") return { missing: "it belongs to another owner" };
  const { repository, path } = reference;
  const file = context.files.get(placeKey(place));
  const problem = withheld({ repository, path, file, home: visibilityOf(context), isOffered: true });
  if (problem !== undefined || file?.text == null) return problem ?? unusable();
  return { text: file.text, file: `${repository}:${path}` };
};

const ownDocument = (path: string, { files, owner, name, url }: PolicyContext): ReadDocument => {
  const file = files.get(placeKey({ where: "home", path }));
  if (file?.oid == null) return { missing: `there is no such file in ${owner}/${name}` };
  return file.text === null ? unusable(file.problem) : { text: file.text, file: path, url: `${url}/${path}` };
};

const foreignDocument = (
  { repository, path }: Extract<Reference, { kind: "elsewhere" }>,
  use: Use,
  context: PolicyContext,
): ReadDocument => {
  const [place] = placeIn(use.reference, context);
  if (place === undefined) return { missing: `\`${repository}\` belongs to another owner` };
  const file = context.files.get(placeKey(place));
  const asked = { repository, path, file, home: visibilityOf(context), isOffered: isOffered(use, place, context) };
  const problem = withheld(asked) ?? notOffered(asked);
  if (problem !== undefined || file?.text == null) return problem ?? unusable();
  return { text: file.text, file: `${repository}:${path}`, ...(file.url === undefined ? {} : { url: file.url }) };
};

const isOffered = ({ file }: Use, { where }: Place, context: PolicyContext): boolean =>
  (["organisation", where] as const).some((keeper) =>
    sameRepository(file, `${repositoryOf(keeper, context)}:${CONFIG_PATH}`),
  );

/** Of the repository that is judged. */
export const visibilityOf = ({ files }: PolicyContext): Visibility | undefined =>
  files.get(placeKey({ where: "home", path: CONFIG_PATH }))?.visibility;
