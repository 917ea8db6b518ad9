// How the tests run. Tests stand beside the code they test.
import { defineConfig } from "vitest/config";

/** They look at code as it is loaded, or at the memory of their process: nothing must have been there before. */
const ALONE = ["server/domain/cost.test.ts", "server/testing/refusals.test.ts", "server/idle-connection.test.ts"];

/** Each about a third of what all take: the files of a group are run by one process, and one that waits leaves its core. */
const GOLDENS = ["conformance/{judge,peers,run}/**/*.test.ts"];
const CLI = ["conformance/{bench,cbor,cli,client,explore,python,record}/**/*.test.ts"];
const ALL = ["server/**/*.test.ts", "conformance/**/*.test.ts", "ci/**/*.test.ts"];
/** They go through all goldens or all recorded replies of a peer, once more than others do: `npm run test:whole`. */
const WHOLE = ["**/*.whole.test.ts"];

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
    maxWorkers: 3,
    projects: [
      { test: { ...together, name: "goldens", include: GOLDENS, exclude: WHOLE } },
      { test: { ...together, name: "cli", include: CLI, exclude: WHOLE } },
      { test: { ...together, name: "others", include: ALL, exclude: [...GOLDENS, ...CLI, ...ALONE, ...WHOLE] } },
      { test: { ...together, name: "whole", include: WHOLE, exclude: ["node_modules/**"] } },
      { test: { ...shared, name: "alone", include: ALONE } },
    ],
  },
});
