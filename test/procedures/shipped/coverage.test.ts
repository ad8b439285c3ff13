import { describe, expect, test } from "@jest/globals";
import type { Nodes, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";
import { basename } from "node:path";
import { everyStep } from "../../../src/procedures/model.ts";
import type { Policy } from "../../../src/procedures/policy.ts";
import { filesIn, read } from "../../repository/files.ts";
import { policyOf } from "./shipped.ts";

/**
 * The pages of the shipped procedures: their table of demands names steps that are there, and every step; their first example of a
 * config is all that the procedure needs.
 */

const nodesIn = (node: Nodes): readonly Nodes[] => [
  node,
  ...("children" in node ? node.children.flatMap(nodesIn) : []),
];

const pageOf = (file: string): readonly Nodes[] =>
  nodesIn(fromMarkdown(read(file), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));

const configIn = (page: readonly Nodes[]): string => {
  const [first] = page.flatMap((node) =>
    node.type === "code" && node.lang === "yaml" && node.meta === "config" ? [node.value] : [],
  );
  return first ?? "";
};

const isOfDemands = (node: Nodes): node is Table =>
  node.type === "table" && node.children[0]?.children.map((cell) => toString(cell)).join("|") === "Demand|Step|Proof";

/** Code in the middle column: `phase / step` each. */
const namedIn = (page: readonly Nodes[]): readonly string[] =>
  page
    .filter(isOfDemands)
    .flatMap(({ children }) => children.slice(1))
    .flatMap(({ children: [, step] }) => (step === undefined ? [] : nodesIn(step)))
    .flatMap((node) => (node.type === "inlineCode" ? [node.value] : []));

const stepsOf = (policy: Policy, id: string): readonly string[] =>
  policy.procedures
    .filter(({ procedure }) => procedure.id === id)
    .flatMap(({ procedure: { phases } }) => phases)
    .flatMap((phase) => [
      ...everyStep(phase.steps).map((step) => `${phase.id} / ${step.id}`),
      ...(phase.gate === undefined ? [] : [`${phase.id} / gate`]),
    ]);

const pages = filesIn("docs/procedures").filter((file) => file.endsWith(".md") && basename(file) !== "README.md");

describe.each(pages)("%s", (file) => {
  const id = basename(file, ".md");
  const page = pageOf(file);
  const policy = policyOf(configIn(page));
  const steps = stepsOf(policy, id);

  test("its config is valid and enough", () => {
    expect(policy.findings).toEqual([]);
    expect(steps).not.toEqual([]);
  });

  test("its table names steps that are there, and all of them", () => {
    const named = new Set(namedIn(page));
    expect([...named].filter((one) => !steps.includes(one))).toEqual([]);
    expect(steps.filter((one) => !named.has(one))).toEqual([]);
  });

  test("each demand has a step, or says why a person is asked", () => {
    const rows = page.filter(isOfDemands).flatMap(({ children }) => children.slice(1));
    expect(rows.length).toBeGreaterThan(0);
    const bare = rows
      .map(({ children }) => children.map((cell) => toString(cell)))
      .filter(
        ([demand = "", step = "", proof = ""]) => demand === "" || proof === "" || (step === "" && !isTold(proof)),
      );
    expect(bare).toEqual([]);
  });
});

/** Where no step answers a demand, its last column says so and why. */
const isTold = (proof: string): boolean => /^(?:a person|another procedure|Gatehouse)[:,]? /iu.test(proof);
