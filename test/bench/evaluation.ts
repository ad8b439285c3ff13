import { Snapshot } from "../../src/evidence/snapshot.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { policyOf, type PolicyFile } from "../../src/readiness/policy-of.ts";
import { CONFIG_PATH, placeKey } from "../../src/readiness/policy-places.ts";
import { renderChecklist } from "../../src/report/checklist.ts";
import type { EvaluationFigures } from "./figures.ts";
import { median } from "./measure.ts";

const STEPS = 1000;
const FILES = 3000;
const PHASES = 10;

/** The number of the first step that asks for a document. */
const FIRST_DOCUMENT = 4;

/** The largest procedure over the largest list of files that GitHub hands out, with the kinds of steps taking turns. */
export const measureEvaluation = ({ repetitions }: { readonly repetitions: number }): EvaluationFigures => {
  const now = new Date();
  const files = policyFiles();
  const policy = read(files);
  const evaluation = { policy, snapshot: bigSnapshot("first"), ledger: [], now };
  const verdict = evaluate(evaluation);
  const count = verdict.procedures.flatMap(({ phases }) => phases).flatMap(({ steps }) => steps).length;
  if (count !== STEPS) throw new Error(`${count} steps were judged, expected ${STEPS}`);
  return {
    steps: STEPS,
    files: FILES,
    ms: timed(repetitions, evaluate, (turn) => ({ ...evaluation, snapshot: bigSnapshot("first", `turn ${turn}`) })),
    coldMs: timed(repetitions, evaluate, (turn) => ({ ...evaluation, snapshot: bigSnapshot(`cold ${turn}`) })),
    parseMs: timed(repetitions, read, () => files),
    renderMs: timed(repetitions, renderChecklist, () => verdict),
  };
};

const WARM_UPS = 5;

/** The median of so many, of which only the work itself is measured: processor time where others kept us from the processor. */
const timed = <Given>(
  repetitions: number,
  work: (given: Given) => unknown,
  prepare: (turn: number) => Given,
): number => {
  const figures: number[] = [];
  for (let turn = 0; turn < repetitions + WARM_UPS; turn += 1) {
    const given = prepare(turn);
    const [start, used] = [performance.now(), process.cpuUsage()];
    work(given);
    const { user, system } = process.cpuUsage(used);
    figures.push(Math.min(performance.now() - start, (user + system) / 1000));
  }
  return median(figures.slice(WARM_UPS));
};

const read = (files: ReadonlyMap<string, PolicyFile>): Policy => {
  const state = policyOf({
    files,
    owner: "acme",
    name: "shop",
    url: "https://github.com/acme/shop/blob/main",
    builtin: () => undefined,
  });
  if (state.state !== "policy") throw new Error(`expected a policy, got ${state.state}`);
  const [problem] = state.policy.findings;
  if (problem !== undefined) throw new Error(`the procedure to be measured is wrong: ${problem.message}`);
  return state.policy;
};

const policyFiles = (): ReadonlyMap<string, PolicyFile> =>
  new Map([
    [placeKey({ where: "home", path: CONFIG_PATH }), { oid: "1", text: CONFIG }],
    [placeKey({ where: "organisation", path: CONFIG_PATH }), { oid: null, text: null }],
    [placeKey({ where: "home", path: ".github/procedures/big.yml" }), { oid: "2", text: procedure() }],
  ]);

const CONFIG = `version: 1
roles: { lead: [lea] }
procedures: [./procedures/big.yml]
`;

const REQUIREMENTS = [
  "require: tick",
  "require: { tick: { by: lead } }",
  "require: { signoff: { role: lead } }",
  "require: { labels: { any: [ready] } }",
  "when: { paths: ['src/area-NUMBER/**'] }, require: { document: { path: docs/NUMBER.md } }",
] as const;

const procedure = (): string => {
  const phases = Array.from({ length: PHASES }, (_, phase) => {
    const steps = Array.from({ length: STEPS / PHASES }, (__, step) => {
      const number = (phase * STEPS) / PHASES + step;
      const require = (REQUIREMENTS[number % REQUIREMENTS.length] ?? "").replaceAll("NUMBER", String(number));
      return `      - { id: step-${number}, title: "Step number ${number}", ${require} }\n`;
    });
    return `  - id: phase-${phase}\n    title: Phase ${phase}\n    blocks: merge\n    steps:\n${steps.join("")}`;
  });
  return `id: big\ntitle: Big\nphases:\n${phases.join("")}`;
};

/** The document that a step asks for first holds another word than the rest. */
const bigSnapshot = (word: string, firstWord = word): Snapshot =>
  Snapshot.parse({
    subject: { repository: "acme/shop", number: 7 },
    author: { login: "ada" },
    headSha: "a".repeat(40),
    body: "Much.",
    roles: { lead: { members: ["lea"] } },
    files: Array.from({ length: FILES }, (_, index) => ({ path: `src/area-${index % 900}/part/file-${index}.ts` })),
    reviews: [],
    documents: Object.fromEntries(
      Array.from({ length: STEPS }, (_, index) => [
        `docs/${index}.md`,
        [
          {
            path: `docs/${index}.md`,
            text: `# Number ${index}\n\nWhat was done about it: ${index === FIRST_DOCUMENT ? firstWord : word}.\n`,
          },
        ],
      ]),
    ),
  });
