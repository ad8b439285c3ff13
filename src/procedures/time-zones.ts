import { didYouMean } from "./nearest.ts";

/** " Did you mean `Europe/Berlin`?", or nothing: the zone of that city, or the one that is spelt nearly so. */
export const zoneMeant = (text: string): string => {
  const city = lastPart(text);
  const zones = Intl.supportedValuesOf("timeZone");
  const same = city === "" ? undefined : zones.find((zone) => lastPart(zone) === city);
  return didYouMean(same ?? text, zones);
};

const lastPart = (zone: string): string =>
  zone
    .slice(zone.lastIndexOf("/") + 1)
    .trim()
    .replaceAll(/\s+/gu, "_")
    .toLowerCase();
