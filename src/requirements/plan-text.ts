import { expand } from "../procedures/parameters.ts";
import type { Paper } from "./paper.ts";
import { partOf } from "./parts.ts";
import type { PlanPlace } from "./plan-steps.ts";
import { visibleText } from "./visible.ts";

/** The whole rollback plan, where `rollback_plan` finds it; undefined where there is none that somebody filled in. */
export const planTextOf = (place: PlanPlace): Paper | undefined => inDescription(place) ?? inFile(place);

const inDescription = ({ settings, snapshot }: PlanPlace): Paper | undefined => {
  if (settings.section === false) return undefined;
  const templates = snapshot.templates ?? [];
  const part = partOf(snapshot.body, { names: settings.section, where: "the description", templates });
  return part.state === "filled" ? { text: visibleText(part.section.text).trim() } : undefined;
};

const inFile = ({ settings, snapshot, parameters }: PlanPlace): Paper | undefined => {
  const path = settings.path === undefined ? undefined : expand(settings.path, parameters);
  const files = path?.ok === true ? (snapshot.documents?.[path.path] ?? []) : [];
  const file = files.find(({ text }) => text !== null && text.trim() !== "");
  return file?.text == null ? undefined : { text: visibleText(file.text).trim(), file };
};
