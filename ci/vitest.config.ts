// How the tests run. Tests stand beside the code they test.
import { defineConfig } from "vitest/config";

/** They look at code as it is loaded, which must not have been loaded before. */
const ALONE = ["server/domain/cost.test.ts", "server/testing/refusals.test.ts"];

const shared = {
  testTimeout: 30_000,
  // As Node itself imports CommonJS packages.
  deps: { interopDefault: false },
};

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    globalSetup: "ci/use-build.mjs",
    projects: [
      {
        test: {
          ...shared,
          name: "together",
          include: ["server/**/*.test.ts", "conformance/**/*.test.ts", "ci/**/*.test.ts"],
          exclude: ALONE,
          // Modules and goldens are loaded once a process, not once a file: nothing keeps state outside of what a test makes.
          isolate: false,
        },
      },
      { test: { ...shared, name: "alone", include: ALONE } },
    ],
  },
});
