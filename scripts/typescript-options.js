/** How swc compiles a file of ours, in tests and in `node --import ./scripts/typescript.js`; `tsconfig.json` says the same to tsc. */
export const compiled = (filename) => ({
  jsc: {
    parser: { syntax: "typescript", tsx: filename.endsWith(".tsx") },
    transform: { react: { runtime: "automatic", importSource: "hono/jsx" } },
    target: "es2022",
  },
});
