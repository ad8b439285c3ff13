import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseEnv } from "node:util";
import { load } from "js-yaml";
import { z } from "zod";
import { readEnvironment } from "../../src/config/environment.ts";
import { read, root } from "./files.ts";
import { isKnown, variables } from "./variables.ts";

/** What starts Gatehouse by compose. No engine runs here: this is what can be told from the files, and from the script that makes some of them. */

const Service = z.looseObject({
  image: z.string(),
  read_only: z.boolean().optional(),
  security_opt: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.literal("service_healthy") })).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  ports: z.array(z.string()).optional(),
});
const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

const { services, secrets: files } = Compose.parse(load(read("compose.yaml")));
const ours = Object.entries(services).filter(([name]) => name.startsWith("gatehouse"));

describe("compose.yaml", () => {
  test("starts two of ours behind a proxy that knows both, when the database is healthy", () => {
    expect(ours.map(([name]) => name)).toEqual(["gatehouse-1", "gatehouse-2"]);
    const proxy = read("deploy/compose/Caddyfile");
    for (const [name, { depends_on: waits, healthcheck }] of ours) {
      expect(proxy).toContain(`${name}:3000`);
      expect(Object.keys(waits ?? {})).toEqual(["postgres"]);
      expect(healthcheck?.test.join(" ")).toContain("/readyz");
    }
    expect(proxy).toContain("health_uri /readyz");
  });

  test("lets in nobody but by the proxy, and nothing out of its container", () => {
    expect(Object.entries(services).flatMap(([name, { ports = [] }]) => (ports.length > 0 ? [name] : []))).toEqual([
      "proxy",
    ]);
    for (const service of Object.values(services))
      expect(service).toMatchObject({ read_only: true, security_opt: ["no-new-privileges:true"] });
    for (const [, service] of ours) expect(service.cap_drop).toEqual(["ALL"]);
  });

  test("sets what Gatehouse knows, and has secrets in files that are not in the repository", () => {
    for (const [, { environment, secrets: used = [] }] of ours) {
      expect(Object.keys(environment).filter((name) => !isKnown(name))).toEqual([]);
      const paths = Object.values(environment).filter((value) => value.startsWith("/run/secrets/"));
      expect(new Set(paths)).toEqual(new Set(used.map((name) => `/run/secrets/${name}`)));
    }
    const used = Object.values(services).flatMap((service) => service.secrets ?? []);
    expect(new Set(used)).toEqual(new Set(Object.keys(files)));
    for (const { file } of Object.values(files)) expect(file).toMatch(/^\.\/deploy\/compose\/secrets\//);
    expect(read(".gitignore")).toContain("deploy/compose/secrets/");
    expect(read(".dockerignore")).not.toContain("deploy");
  });

  test("can set everything that Gatehouse knows, but for what it settles itself", () => {
    const settled = ["DATA_DIR", "HOST", "PORT", "PRIVATE_KEY", "METRICS_TOKEN", "GITHUB_CLIENT_SECRET"];
    const set = new Set(ours.flatMap(([, { environment }]) => Object.keys(environment)));
    const lacking = [...variables].filter((name) => !set.has(name) && !set.has(`${name}_FILE`));
    expect(new Set(lacking)).toEqual(new Set(settled));
  });

  test("takes no setting from the command line: each command works by the file beside it", () => {
    const lines = ["README.md", "docs/operations.md", "docs/install.md"].flatMap((page) => read(page).split("\n"));
    expect(lines.filter((line) => /^\s*[A-Z_]+=\S.*docker compose/.test(line))).toEqual([]);
  });
});

const WEBHOOK = "w".repeat(40);
const key = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;

/** As the page that registers the App writes it: no line break at its end, and the key's as `\n`. */
const REGISTERED = [
  "APP_ID=123456",
  `PRIVATE_KEY="${key.replaceAll("\n", "\\n")}"`,
  `WEBHOOK_SECRET=${WEBHOOK}`,
  "GITHUB_CLIENT_ID=Iv23liEXAMPLE",
  `GITHUB_CLIENT_SECRET=${"c".repeat(40)}`,
].join("\n");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-compose-"));
  cpSync(join(root, "deploy/compose/secrets.js"), join(folder, "deploy/compose/secrets.js"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script on this `.env`, as the page says. */
const make = (text: string) => {
  writeFileSync(join(folder, ".env"), text);
  const args = ["--env-file=.env", "deploy/compose/secrets.js"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env: {} });
  return { status, stderr };
};
const fileOf = (path: string): string => join(folder, path);
const textOf = (name: string): string => readFileSync(fileOf(`deploy/compose/secrets/${name}`), "utf8");

const inside = (value: string): string =>
  fileOf(files[value.replace("/run/secrets/", "")]?.file ?? `nothing at ${value}`);

/** What the server is started with: `.env` put into compose.yaml, and the secrets where they lie. */
const started = (text: string) => {
  const given = parseEnv(text);
  const put = (value: string): string =>
    value.replaceAll(/\$\{(\w+):[-?]([^}]*)\}/g, (_all, name: string, other: string) => given[name] || other);
  const [, service] = ours[0] ?? [];
  return readEnvironment(
    Object.fromEntries(
      Object.entries(service?.environment ?? {}).map(([name, value]) => [
        name,
        value.startsWith("/run/secrets/") ? inside(value) : put(value),
      ]),
    ),
  );
};

describe("the script that makes the secrets", () => {
  test("makes every file that compose.yaml names of what the setup page wrote, for nobody but its owner", () => {
    expect(make(REGISTERED)).toEqual({ status: 0, stderr: "" });
    const names = readdirSync(fileOf("deploy/compose/secrets"));
    expect(new Set(names)).toEqual(new Set(Object.values(files).map(({ file }) => basename(file))));
    for (const name of names) expect(statSync(fileOf(`deploy/compose/secrets/${name}`)).mode & 0o077).toBe(0);
    expect(statSync(fileOf("deploy/compose/secrets")).mode & 0o077).toBe(0);
    expect(textOf("private-key.pem")).toBe(key);
    expect(textOf("database-url")).toBe(
      `postgresql://gatehouse:${textOf("database-password")}@postgres:5432/gatehouse`,
    );
  });

  test("gives the server what it starts with, without pages and with them", () => {
    make(REGISTERED);
    expect(started(REGISTERED)).toMatchObject({ appId: 123_456, webhookSecrets: [WEBHOOK], signIn: undefined });
    const pages = `${REGISTERED}\nPUBLIC_URL=https://gatehouse.example.com\nSESSION_SECRET=${"s".repeat(64)}\n`;
    make(pages);
    expect(started(pages)).toMatchObject({
      trustedProxies: 1,
      signIn: { clientId: "Iv23liEXAMPLE", clientSecret: "c".repeat(40), publicUrl: "https://gatehouse.example.com" },
    });
  });

  test("changes what was changed, and keeps the database's password", () => {
    make(REGISTERED);
    const before = textOf("database-url");
    const rotated = `${REGISTERED.replace(WEBHOOK, "n".repeat(40))}\nWEBHOOK_SECRET_PREVIOUS=${WEBHOOK}\n`;
    expect(make(rotated).status).toBe(0);
    expect(textOf("database-url")).toBe(before);
    expect(started(rotated).webhookSecrets).toEqual(["n".repeat(40), WEBHOOK]);
  });

  test("takes a database of one's own, and its owner", () => {
    const [url, owner] = ["postgresql://app@db.example.com/gatehouse", "postgresql://owner@db.example.com/gatehouse"];
    const text = `${REGISTERED}\nDATABASE_URL=${url}\nDATABASE_MIGRATION_URL=${owner}\n`;
    make(text);
    expect(started(text)).toMatchObject({ databaseUrl: url, databaseMigrationUrl: owner });
  });

  test.each([
    ["base64", `PRIVATE_KEY=${Buffer.from(key).toString("base64")}`],
    ["line breaks", `PRIVATE_KEY="${key}"`],
    ["a file", "PRIVATE_KEY_PATH=app.pem"],
  ])("takes the key as %s", (_how, line) => {
    writeFileSync(fileOf("app.pem"), key);
    expect(make(`APP_ID=1\nWEBHOOK_SECRET=${WEBHOOK}\n${line}\n`)).toEqual({ status: 0, stderr: "" });
    expect(textOf("private-key.pem")).toBe(key);
  });

  test("writes nothing where the App is not registered yet", () => {
    expect(make(read(".env.example"))).toEqual({
      status: 1,
      stderr:
        "Nothing was written. Put WEBHOOK_SECRET and PRIVATE_KEY or PRIVATE_KEY_PATH into .env first; docs/install.md tells how.\n",
    });
    expect(readdirSync(fileOf("deploy/compose"))).toEqual(["secrets.js"]);
  });
});
