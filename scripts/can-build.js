/** `npm ci` builds Gatehouse. Where npm was told to leave out what the build needs, this says so instead of "tsc: not found". */
import { existsSync } from "node:fs";

if (!existsSync(new URL("../node_modules/typescript", import.meta.url))) {
  console.error(
    "Gatehouse is built by TypeScript, which npm left out because of NODE_ENV=production or --omit=dev. Run `npm ci --include=dev`, then `npm prune --omit=dev`.",
  );
  process.exit(1);
}
