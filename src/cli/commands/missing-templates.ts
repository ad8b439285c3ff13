import { posix } from "node:path";
import { z } from "zod";
import { stepsOf } from "../../evaluation/judge-phase.ts";
import type { Finding } from "../../procedures/finding.ts";
import { printed } from "../../procedures/leaves.ts";
import { everyStep, type Step } from "../../procedures/model.ts";
import { didYouMean } from "../../procedures/nearest.ts";
import type { AdoptedProcedure, Policy } from "../../procedures/policy.ts";
import type { Checkout } from "../checkout.ts";

/**
 * Templates that procedures of the checkout name and that are not in it: a document would be held against nothing, so that a copy of the
 * template passes for one that is filled in. Warnings: the template may come with the next commit.
 */
export const missingTemplates = async (policy: Policy, checkout: Checkout): Promise<readonly Finding[]> => {
  const named = policy.procedures.flatMap(namedIn);
  const found = await Promise.all(named.map(async (one) => ((await checkout.exists(one.path)) ? [] : [one])));
  return Promise.all(found.flat().map(async (one) => missing(one, await checkout.namesIn(posix.dirname(one.path)))));
};

interface Named {
  readonly path: string;
  readonly file: string;
  readonly line: number;
}

const namedIn = ({ procedure, source: { reference } }: AdoptedProcedure): readonly Named[] =>
  reference.includes(":")
    ? []
    : procedure.phases
        .flatMap((phase) => everyStep(stepsOf(phase)))
        .flatMap((step) => templatesOf(step).map((path) => ({ path, file: reference, line: step.line ?? 1 })));

const Settings = z.object({ template: z.string() });

/** A path with parameters or wildcards is another one each time. */
const templatesOf = ({ require }: Step): readonly string[] =>
  printed(require)
    .flatMap(({ kind, settings }) => (kind === "document" ? (Settings.safeParse(settings).data?.template ?? []) : []))
    .filter((path) => !/[{*?[]/u.test(path));

const missing = ({ path, file, line }: Named, names: readonly string[]): Finding => ({
  code: "procedure/missing-template",
  severity: "warning",
  message: `There is no template \`${path}\` in this checkout, so a document that only copies it would pass.${didYouMean(path, names) || " Add it, or correct its path."}`,
  file,
  line,
  column: 1,
});
