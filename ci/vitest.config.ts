// How the tests run. Tests stand beside the code they test.
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["server/**/*.test.ts", "conformance/**/*.test.ts", "ci/**/*.test.ts"],
    globalSetup: "ci/use-build.mjs",
    testTimeout: 30_000,
    // As Node itself imports CommonJS packages.
    deps: { interopDefault: false },
  },
});
