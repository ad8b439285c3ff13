/** The oldest Node.js that Gatehouse runs on; the same as `engines` in package.json, which npm does not enforce. */
const OLDEST = [20, 19] as const;

/** What to tell somebody whose Node.js is too old, or nothing. */
export const nodeTooOld = (version: string): string | undefined => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `gatehouse needs Node.js ${OLDEST.join(".")} or newer; this is ${version}. Get a newer one from https://nodejs.org.`;
};
