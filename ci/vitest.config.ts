// How the tests run. Tests stand beside the code they test.
import { defineConfig } from "vitest/config";

/** They look at code as it is loaded, which must not have been loaded before. */
const ALONE = ["server/domain/cost.test.ts", "server/testing/refusals.test.ts"];

/** About half of the time that all tests take. */
const HALF = ["conformance/{bench,cbor,explore,golden,judge,peers,proof,protocol,record,run,stress}/**/*.test.ts"];
const ALL = ["server/**/*.test.ts", "conformance/**/*.test.ts", "ci/**/*.test.ts"];

const shared = {
  // Only for what hangs: how long a test takes is a matter of how busy the machine is.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // As Node itself imports CommonJS packages.
  deps: { interopDefault: false },
};

// Modules and goldens are loaded once a process, not once a file: nothing keeps state outside of what a test makes.
const together = { ...shared, isolate: false };

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    globalSetup: "ci/use-build.mjs",
    // All cores: one would be left out, which is half of two.
    maxWorkers: "100%",
    projects: [
      // Two, since all files of one are run by one process.
      { test: { ...together, name: "suite", include: HALF } },
      { test: { ...together, name: "others", include: ALL, exclude: [...HALF, ...ALONE] } },
      { test: { ...shared, name: "alone", include: ALONE } },
    ],
  },
});
