import { compiled } from "./scripts/typescript-options.js";

// Processes that are killed, databases that go away, outages of days: many minutes, so `npm run fire` runs them.
const FIRE = "/test/scenarios/(fire/|kill-anywhere|outage\\.|catching-up\\.)";

export default {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.{ts,tsx}"],
  testPathIgnorePatterns: ["/node_modules/", ...(process.env["FIRE"] === undefined ? [FIRE] : [])],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: {
    "\\.ts$": ["@swc/jest", compiled("file.ts")],
    "\\.tsx$": ["@swc/jest", compiled("file.tsx")],
  },
  // Stories run a whole process with its database, some start it several times; on a busy machine of two cores that took three minutes.
  testTimeout: process.env["FIRE"] === undefined ? 600_000 : 3_600_000,
  // With one worker Jest runs all suites in its own process, whose memory only grows: ES modules of a finished suite are never
  // freed. Two workers, each renewed above this size, keep the whole run far below Node's limit.
  maxWorkers: 2,
  workerIdleMemoryLimit: "1GB",
  // Nothing is left open, but a process with that much memory takes more than the usual half second to end on a busy machine; Jest would
  // kill it, and blame the tests. One that really stays is still told, that much later.
  workerGracefulExitTimeout: 30_000,
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.{ts,tsx}"],
};
