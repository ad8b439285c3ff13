import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

type PrivateKey = { readonly pem: string } | { readonly variable: string; readonly problem: string };

/** The App's key from `PRIVATE_KEY` or the file of `PRIVATE_KEY_PATH`, whichever way it was written, or what is wrong with it. */
export function privateKeyOf(given: Readonly<Record<string, string>>): PrivateKey {
  const { PRIVATE_KEY: text, PRIVATE_KEY_PATH: path } = given;
  if (text !== undefined && path !== undefined) {
    return { variable: "PRIVATE_KEY", problem: "is set, and so is PRIVATE_KEY_PATH; leave one of them out" };
  }
  if (text !== undefined) return checkedKey("PRIVATE_KEY", text);
  if (path === undefined) {
    const problem = "is required (or PRIVATE_KEY_PATH); generate a private key on the App's settings page";
    return { variable: "PRIVATE_KEY", problem };
  }
  try {
    return checkedKey("PRIVATE_KEY_PATH", readFileSync(path, "utf8"));
  } catch (error) {
    const { code = "unreadable" } = z.object({ code: z.string() }).safeParse(error).data ?? {};
    return { variable: "PRIVATE_KEY_PATH", problem: `${path} can't be read (${code}); expected the App's .pem file` };
  }
}

function checkedKey(variable: string, text: string): PrivateKey {
  const pem = toPem(text);
  try {
    createPrivateKey(pem);
    return { pem };
  } catch {
    const problem = String.raw`is not a private key; expected the content of the App's .pem file, with line breaks, with \n in their place, or as base64`;
    return { variable, problem };
  }
}

/** Many hosts can't hold line breaks in a variable, so people write `\n` or base64 instead. */
function toPem(text: string): string {
  const plain = text.trim().replace(/^"([^]*)"$/, "$1");
  if (plain.includes("-----BEGIN")) return plain.replaceAll(String.raw`\n`, "\n");
  return Buffer.from(plain, "base64").toString("utf8");
}
