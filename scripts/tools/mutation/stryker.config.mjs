// `npm run test:mutation`: mutates the client's core and bulk. `PART=batch npm run test:mutation` does the batch command;
// `-- --mutate src/outcome.ts` one file. A survivor that no test can notice has its reason in the source:
// `// Stryker disable next-line ConditionalExpression: why`.
const parts = {
  core: {
    mutate: ["src/**/*.ts", "!src/{cli,mock,sandbox}/**", "!src/index.ts"],
    tests: ["client", "bulk"],
    least: 95,
  },
  batch: { mutate: ["src/cli/batch/**/*.ts"], tests: ["bulk", "cli"], least: 85 },
};
const { mutate, tests, least } = parts[process.env.PART ?? "core"];
process.env.MUTATION_TESTS = tests.join(",");

const config = {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "scripts/tools/mutation/vitest.config.ts", related: false },
  mutate,
  thresholds: { high: 98, low: least, break: least },
  ignorePatterns: ["dist", "site", "docs", "spec", "examples", "scripts/tools/node_modules", ".dist-*"],
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: "reports/mutation.json" },
  coverageAnalysis: "perTest",
  concurrency: 2,
  timeoutMS: 4000,
  timeoutFactor: 2,
  disableTypeChecks: true,
  allowConsoleColors: false,
  tempDirName: ".stryker-tmp",
  cleanTempDir: "always",
};

export default config;
