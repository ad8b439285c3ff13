import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { z } from "zod";

const Manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

/** What people grant when they register the App from `app.yml`: the worlds of the tests grant no more. */
export const manifest = (): { permissions: Record<string, "read" | "write">; events: string[] } => {
  const { default_permissions: permissions, default_events: events } = Manifest.parse(
    load(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")),
  );
  return { permissions, events };
};
