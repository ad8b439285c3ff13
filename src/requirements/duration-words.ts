/** A duration as people say it: `7d` is "7 days". */
export const durationWords = (duration: string): string => {
  const count = Number(duration.slice(0, -1));
  const unit = UNITS.get(duration.slice(-1)) ?? "";
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
};

const UNITS = new Map([
  ["m", "minute"],
  ["h", "hour"],
  ["d", "day"],
  ["w", "week"],
]);
