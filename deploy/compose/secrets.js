/**
 * Writes the files that compose.yaml hands over as secrets, from the settings of the server:
 *
 *     node --env-file=.env deploy/compose/secrets.js
 *
 * Nobody but their owner may read them. The password of the database is made once and stays.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { env } = process;
const FOLDER = join(import.meta.dirname, "secrets");
const PASSWORD = "database-password";

/** The key as a file holds it, from a line with `\n` in place of its line breaks, from base64, or from a file of its own. */
const privateKey = () => {
  const { PRIVATE_KEY: text = "", PRIVATE_KEY_PATH: path = "" } = env;
  if (text === "") return path === "" ? "" : readFileSync(path, "utf8");
  const plain = text.trim().replace(/^"([^]*)"$/, "$1");
  const pem = plain.includes("-----BEGIN") ? plain.replaceAll("\\n", "\n") : Buffer.from(plain, "base64").toString();
  return `${pem.trim()}\n`;
};

/** The page that registers the App writes one with a longer name; by itself it switches nothing on. */
const clientSecret = () => env.CLIENT_SECRET || (env.SESSION_SECRET ? env.GITHUB_CLIENT_SECRET : "");

/** It is in the database's files by now, so another one would be refused. */
const password = () => {
  const file = join(FOLDER, PASSWORD);
  return existsSync(file) ? undefined : randomBytes(24).toString("hex");
};

/** The whole file or none; empty where a setting is. */
const write = (name, text) => {
  const file = join(FOLDER, name);
  writeFileSync(`${file}.new`, text ?? "", { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

const missing = [
  ["WEBHOOK_SECRET", env.WEBHOOK_SECRET],
  ["PRIVATE_KEY or PRIVATE_KEY_PATH", privateKey()],
].flatMap(([name, value]) => (value ? [] : [name]));

if (missing.length > 0) {
  console.error(`Nothing was written. Put ${missing.join(" and ")} into .env first; docs/install.md tells how.`);
  process.exit(1);
}

mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
write("private-key.pem", privateKey());
write("webhook-secret", env.WEBHOOK_SECRET);
write("webhook-secret-previous", env.WEBHOOK_SECRET_PREVIOUS);
write("client-secret", clientSecret());
write("session-secret", env.SESSION_SECRET);
write("database-migration-url", env.DATABASE_MIGRATION_URL);
const made = password();
if (made !== undefined) write(PASSWORD, made);
if (env.DATABASE_URL) write("database-url", env.DATABASE_URL);
else if (made !== undefined) write("database-url", `postgresql://gatehouse:${made}@postgres:5432/gatehouse`);
console.log("Written to deploy/compose/secrets. Now: sudo chown 1000 deploy/compose/secrets/*");
