import type { Nodes, RootContent } from "mdast";
import { toString } from "mdast-util-to-string";
import type { DocumentFile, Snapshot } from "../evidence/snapshot.ts";
import { expand } from "../procedures/parameters.ts";
import { bare } from "../markdown/sections.ts";
import { partOf, sectionsWithin, type Span } from "./parts.ts";
import { readMarkdown } from "./reading.ts";
import type { RollbackPlanSettings } from "./rollback-plan.ts";

/** A rollback plan as something to be done, one item after the other. */
export interface PlanSteps {
  /** Path of the file; undefined where it stands in the description. */
  readonly file?: DocumentFile;
  readonly items: readonly string[];
}

/** Where a plan is looked for. */
export interface PlanPlace {
  readonly settings: RollbackPlanSettings;
  readonly snapshot: Snapshot;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The steps of the rollback plan, where `rollback_plan` finds it; undefined where there is none to follow. */
export const planStepsOf = (place: PlanPlace): PlanSteps | undefined => inDescription(place) ?? inFile(place);

const inDescription = ({ settings, snapshot }: PlanPlace): PlanSteps | undefined => {
  if (settings.section === false) return undefined;
  const templates = snapshot.templates ?? [];
  const part = partOf(snapshot.body, { names: settings.section, where: "the description", templates });
  if (part.state !== "filled") return undefined;
  return steps(snapshot.body, { ...part.section, allNodes: part.section.allNodes });
};

const inFile = ({ settings, snapshot, parameters }: PlanPlace): PlanSteps | undefined => {
  const path = settings.path === undefined ? undefined : expand(settings.path, parameters);
  if (path?.ok !== true) return undefined;
  for (const file of snapshot.documents?.[path.path] ?? []) {
    const allNodes = file.text === null ? [] : readMarkdown(file.text).root.children;
    const found = steps(file.text ?? "", { line: 0, endLine: Number.POSITIVE_INFINITY, depth: 0, allNodes });
    if (found !== undefined) return { ...found, file };
  }
  return undefined;
};

interface Stretch extends Span {
  readonly allNodes: readonly RootContent[];
}

/** Headings under which the steps of a plan stand; the triggers and the communication are no steps. */
const STEPS = /\b(?:steps?|procedure|instructions?|how|actions?|execution|runbook)\b/u;

/** The list under the heading that speaks of steps, else every list, else each paragraph. */
const steps = (text: string, whole: Stretch): PlanSteps | undefined => {
  const headed = sectionsWithin(text, whole).filter(({ heading }) => STEPS.test(bare(heading)));
  const stretches = [...headed.map(({ allNodes }) => allNodes), whole.allNodes];
  const lists = stretches.map((nodes) => nodes.flatMap(itemsOf)).find((items) => items.length > 0);
  const items = lists ?? paragraphs(stretches[0] ?? []);
  return items.length === 0 ? undefined : { items };
};

const itemsOf = (node: Nodes): readonly string[] => {
  if (node.type === "listItem") {
    const own = node.children.filter(({ type }) => type !== "list" && type !== "html");
    const text = own
      .map((child) => toString(child))
      .join(" ")
      .trim();
    return [...(text === "" ? [] : [text]), ...node.children.filter(({ type }) => type === "list").flatMap(itemsOf)];
  }
  return "children" in node ? node.children.flatMap(itemsOf) : [];
};

const paragraphs = (nodes: readonly RootContent[]): readonly string[] =>
  nodes.flatMap((node) => (node.type === "paragraph" || node.type === "code" ? [toString(node).trim()] : []));
