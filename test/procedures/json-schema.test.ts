import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { load } from "js-yaml";
import {
  configJsonSchema,
  printJsonSchema,
  procedureJsonSchema,
  type JsonSchema,
} from "../../src/procedures/json-schema.ts";
import { referencePage } from "../../src/procedures/reference-page.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const REMEDY = "run `npm run build && npm run generate`";

const schemas = [
  { file: "schema/procedure.schema.json", schema: procedureJsonSchema() },
  { file: "schema/config.schema.json", schema: configJsonSchema() },
];

/** Paths of properties without a description, wherever they are. */
const undescribed = (node: unknown, path = ""): readonly string[] => {
  if (typeof node !== "object" || node === null) return [];
  const { properties = {} }: JsonSchema = node;
  const own = Object.entries(properties).flatMap(([key, value]) =>
    (value.description ?? "") === "" ? [`${path}/${key}`] : [],
  );
  return [...own, ...Object.entries(node).flatMap(([key, value]) => undescribed(value, `${path}/${key}`))];
};

describe.each(schemas)("$file", ({ file, schema }) => {
  test("is current", () => {
    expect({ remedy: REMEDY, text: read(file) }).toEqual({ remedy: REMEDY, text: printJsonSchema(schema) });
  });

  test("describes every property", () => {
    expect(undescribed(schema)).toEqual([]);
  });

  test("requires no key that has a default", () => {
    expect(schema.required ?? []).not.toContain("subject");
    expect(schema.required ?? []).not.toContain("mode");
  });
});

const compile = (schema: JsonSchema) => new Ajv2020({ strict: false, allErrors: true, logger: false }).compile(schema);

describe("other validators agree", () => {
  test.each(readdirSync(new URL("../../procedures/", import.meta.url)))("on procedures/%s", (file) => {
    const validate = compile(procedureJsonSchema());
    expect({ valid: validate(load(read(`procedures/${file}`))), errors: validate.errors }).toEqual({
      valid: true,
      errors: null,
    });
  });

  test.each([
    { text: "procedures: [builtin:x]\nroles: { a: [b] }", valid: true },
    { text: "procedurs: []", valid: false },
    { text: "mode: off", valid: false },
  ])("on the config $text", ({ text, valid }) => {
    expect(compile(configJsonSchema())(load(text))).toBe(valid);
  });
});

test("the reference in docs/procedures.md is current", () => {
  const [, reference = ""] =
    /<!-- reference:begin -->([\s\S]*)<!-- reference:end -->/u.exec(read("docs/procedures.md")) ?? [];
  expect({ remedy: REMEDY, text: reference.trim() }).toEqual({ remedy: REMEDY, text: referencePage() });
});
