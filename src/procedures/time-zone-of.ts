import type { Policy } from "./policy.ts";

/** The time zone in which a config speaks of moments, where all its windows and freezes have the same; moments are told in it. */
export const timeZoneOf = ({ windows, freezes }: Pick<Policy, "windows" | "freezes">): string | undefined => {
  const zones = new Set([...Object.values(windows), ...freezes].map(({ timezone }) => timezone));
  const [only, ...more] = zones;
  return more.length === 0 ? only : undefined;
};
