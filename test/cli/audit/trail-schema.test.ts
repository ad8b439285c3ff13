import { expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";
import { auditTrailSchema } from "../../../src/cli/audit/trail-schema.ts";
import { read } from "../../repository/files.ts";

const committed = read("schema/audit-trail.schema.json");

test("the committed schema is current; else run `npm run generate`", () => {
  expect(committed).toBe(auditTrailSchema());
});

test("it is a schema that tells a trail from something else", () => {
  const validate = new Ajv2020({ strict: false }).compile(z.looseObject({}).parse(JSON.parse(committed)));
  expect(validate({ version: 1 })).toBe(false);
  expect(validate(EMPTY)).toBe(true);
});

const EMPTY = {
  version: 1,
  repository: { id: 1, name: "octo/shop", formerNames: [], url: "https://github.com/octo/shop" },
  exportedAt: "2026-06-01T00:00:00.000Z",
  chain: { name: "repo:1", entries: 0, lastSequence: 0, lastHash: "", intact: true, findings: [] },
  subjects: [],
  entries: [],
};
