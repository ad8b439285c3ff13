import { expect, test } from "@jest/globals";
import { outlineOf } from "../../../../src/procedures/outline.ts";
import { fitting } from "../../../../src/web/pages/fitting.ts";
import { LEVELS, limited } from "../../../../src/web/pages/procedure/limited.ts";
import { ProcedurePage } from "../../../../src/web/pages/procedure/procedure-page.tsx";
import { decision, phase, procedure, step, tick } from "../../../evaluation/world.ts";
import { html, text } from "../rendered.ts";
import { visitOf } from "../visit.ts";

const repository = { owner: "acme", name: "shop" };
const source = {
  reference: "acme/shop:release.yml",
  url: "https://github.example.com/acme/shop/blob/HEAD/release.yml",
};

const shownOf = (given: ReturnType<typeof procedure>) => ({
  repository,
  outline: outlineOf(given.procedure),
  hidden: 0,
  isShadow: given.mode === "shadow",
  source,
  roles: [
    { role: "lead", holders: ["lea", "@acme/leads"] },
    { role: "qa", holders: [] },
  ],
});

test("the go or no-go of a phase counts among its steps, as everywhere", () => {
  const given = procedure([
    phase("one", [step("a", tick())], { gate: decision("lead") }),
    phase("two", [step("b", tick())]),
  ]);
  const outline = outlineOf(given.procedure);
  expect(outline.size).toEqual({ phases: 2, steps: 3 });
  expect(limited(outline, 1000).hidden).toBe(0);
  expect(limited(outline, 1).hidden).toBe(1);
});

test("a procedure is told as the command line tells it, with who holds its roles", () => {
  const given = procedure(
    [
      phase("one", [step("a", tick("lead"), { waivable: true, optional: true })], { gate: decision("lead") }),
      phase("two", [step("b", tick(), { title: "<b>Bold</b>" })], { blocks: "deploy", environments: ["production"] }),
    ],
    { order: "phases", version: "2.0" },
    "shadow",
  );
  const page = <ProcedurePage shown={shownOf(given)} visit={visitOf()} />;
  const words = text(page);
  expect(words).toContain("Runs on every pull request. Its phases go in order");
  expect(words).toContain("A tick. May be waived.");
  expect(words).toContain("Ends with a go by lead: /gate go one, or /gate no-go one REASON.");
  expect(words).toContain("Holds back deployments to production.");
  expect(words).toContain("On trial (shadow mode)");
  expect(words).toContain("nobody yet");
  expect(html(page)).toContain('href="https://github.example.com/orgs/acme/teams/leads"');
  expect(html(page)).not.toContain("<b>");
});

test("of a thousand steps as many are shown as fit, and the others are counted", () => {
  const steps = Array.from({ length: 500 }, (_, index) => step(`s${index}`, tick(), { help: "Help. ".repeat(30) }));
  const shown = shownOf(procedure([phase("one", steps), phase("two", steps)]));
  const page = fitting(LEVELS, (most) => (
    <ProcedurePage shown={{ ...shown, ...limited(shown.outline, most) }} visit={visitOf()} />
  ));
  expect(Buffer.byteLength(page)).toBeLessThan(66 * 1024);
  expect(text(page)).toMatch(/\d{3} more steps are not shown/u);
  expect(limited(shown.outline, 600)).toMatchObject({ hidden: 400 });
});
