import type { z } from "zod";
import { DeployAnswer } from "../../report/deploy/answer.ts";
import { AuditTrail } from "../audit/audit-trail.ts";
import { BacktestDocument } from "./backtest.ts";
import {
  AuditVerifyDocument,
  DatabaseExportDocument,
  DatabaseImportDocument,
  DatabaseMigrateDocument,
} from "./documents-of-database.ts";
import {
  EvaluateDocument,
  ParseDocument,
  ProceduresListDocument,
  ProceduresShowDocument,
  ValidateDocument,
} from "./documents-of-files.ts";
import { DoctorDocument, SimulateDocument } from "./documents-of-github.ts";
import { InitDocument } from "./init.ts";
import { SchemaListDocument } from "./schema-list.ts";

/** What each command prints with `--format json`, by its words after `gatehouse`. Keys may be added, and are not taken away. */
export const DOCUMENTS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ["init", InitDocument],
  ["parse", ParseDocument],
  ["validate", ValidateDocument],
  ["evaluate", EvaluateDocument],
  ["simulate", SimulateDocument],
  ["backtest", BacktestDocument],
  ["procedures list", ProceduresListDocument],
  ["procedures show", ProceduresShowDocument],
  ["deploy-check", DeployAnswer],
  ["doctor", DoctorDocument],
  ["audit verify", AuditVerifyDocument],
  ["audit export", AuditTrail],
  ["database migrate", DatabaseMigrateDocument],
  ["database export", DatabaseExportDocument],
  ["database import", DatabaseImportDocument],
  ["schema", SchemaListDocument],
]);
