import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";
import { openApi } from "../../../src/web/api/openapi.ts";
import { answerWith, APPROVED, REJECTED } from "../../deploy-check/gate-server.ts";
import { read } from "../../repository/files.ts";

const Document = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({
        parameters: z.array(z.object({ name: z.string() })),
        responses: z.record(
          z.string(),
          z.object({ content: z.record(z.string(), z.object({ schema: z.object({ $ref: z.string() }) })) }),
        ),
      }),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});
const document = Document.parse(JSON.parse(openApi()));

test("schema/openapi.json is current; `npm run generate` brings it up to date", () => {
  expect(read("schema/openapi.json")).toBe(openApi());
});

describe("the document", () => {
  const [path = "", { get } = { get: { parameters: [], responses: {} } }] = Object.entries(document.paths)[0] ?? [];

  test("describes every part of the path", () => {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    expect(get.parameters.map(({ name }) => name)).toEqual(parts);
  });

  test("refers to schemas that are there", () => {
    const refs = Object.values(get.responses).flatMap(({ content }) =>
      Object.values(content).map(({ schema }) => schema.$ref),
    );
    expect(refs.length).toBeGreaterThan(5);
    const known = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`));
    expect(refs.filter((ref) => !known.has(ref))).toEqual([]);
  });

  test("takes the answers that are given, and no others", () => {
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);
    const takes = ajv.compile(document.components.schemas["DeployAnswer"] ?? {});
    for (const answer of [answerWith(), APPROVED, REJECTED, answerWith({ opensAt: "2026-11-23T08:00:00.000Z" })])
      expect([takes(answer), takes.errors]).toEqual([true, null]);
    expect(takes({ ...APPROVED, decision: "maybe" })).toBe(false);
    expect(takes({ ...APPROVED, title: undefined })).toBe(false);
  });
});
