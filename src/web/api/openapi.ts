import { z } from "zod";
import { DeployAnswer } from "../../report/deploy/answer.ts";
import { DEPLOYMENT_PATH } from "./deployments.ts";
import { Pending } from "./pending.ts";
import { Problem } from "./problem.ts";

/** The API in OpenAPI's words, as JSON text; what is answered is described by the schemas that the answers are made by. */
export const openApi = (): string => `${JSON.stringify(DOCUMENT(), null, 2)}\n`;

const DOCUMENT = () => ({
  openapi: "3.1.1",
  info: {
    title: "Gatehouse",
    version: "1",
    description: "Whether a deployment may start. docs/deploy-check.md shows how to ask.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "https://gatehouse.example.com", description: "Your own server." }],
  security: [{ github: [] }],
  paths: {
    [DEPLOYMENT_PATH.replaceAll(/:(\w+)/g, "{$1}")]: {
      get: {
        operationId: "getDeployment",
        summary: "Whether a deployment may start",
        parameters: PARAMETERS,
        responses: {
          "200": { description: "A decision was reached.", content: json("DeployAnswer") },
          "202": { description: "It is still being decided.", headers: RETRY_AFTER, content: json("Pending") },
          ...Object.fromEntries(
            Object.entries(PROBLEMS).map(([status, description]) => [status, refused(description)]),
          ),
        },
      },
    },
  },
  components: {
    securitySchemes: {
      github: {
        type: "http",
        scheme: "bearer",
        description: "A GitHub token that can read the repository. It is shown to GitHub and kept nowhere.",
      },
    },
    schemas: { DeployAnswer: schema(DeployAnswer), Pending: schema(Pending), Problem: schema(Problem) },
  },
});

const PROBLEMS: Readonly<Record<string, string>> = {
  "400": "The commit is not 40 hexadecimal digits, or a name can't be one.",
  "401": "There is no token, or GitHub does not know it.",
  "404": "The token can't see such a repository, Gatehouse is not installed there, or no config holds there.",
  "405": "Only GET is answered.",
  "413": "The question came with a body.",
  "414": "The address is too long.",
  "429": "Too many questions with this token, or its rate limit on GitHub is used up.",
  "500": "A fault of Gatehouse.",
  "503": "GitHub or the database does not answer, or asks to wait.",
};

const parameter = (name: string, about: { readonly description: string; readonly pattern?: string }) => {
  const { description, pattern } = about;
  const form = { type: "string", ...(pattern === undefined ? {} : { pattern }) };
  return { name, in: "path", required: true, description, schema: form };
};

const PARAMETERS = [
  parameter("owner", { description: "The repository's owner." }),
  parameter("repo", { description: "The repository's name." }),
  parameter("environment", { description: "The environment, without regard to case." }),
  parameter("sha", { description: "The full commit.", pattern: "^[0-9a-fA-F]{40}$" }),
];

const RETRY_AFTER = {
  "Retry-After": { description: "Seconds after which to ask again.", schema: { type: "integer", minimum: 1 } },
};

const json = (name: string, type = "application/json") => ({
  [type]: { schema: { $ref: `#/components/schemas/${name}` } },
});

const refused = (description: string) => ({ description, content: json("Problem", "application/problem+json") });

const schema = (type: z.ZodType): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(type, { override: withoutMachineLimits });
  return rest;
};

/** Zod says of every integer that it fits a double; that tells a reader nothing. */
const withoutMachineLimits = ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};
