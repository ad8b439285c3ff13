export default {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  // Stories run a whole process with its database; on a busy machine of two cores they need more than the usual five seconds.
  testTimeout: 60_000,
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.ts"],
};
