// What tests may import besides their own folder: each other's helpers, and the server as a library, to run it
// in-process.
import { options } from "./allowed.mjs";

export default {
  forbidden: [
    {
      name: "a test of conformance/ takes the server by its index, or a helper of its tests",
      severity: "error",
      from: { path: "^conformance/" },
      to: { path: "^server/", pathNot: "^server/(index\\.ts$|testing/)" },
    },
    {
      name: "only tests import tests",
      severity: "error",
      from: { pathNot: "(\\.test\\.ts|/testing/.+)$" },
      to: { path: "(\\.test\\.ts|/testing/.+)$" },
    },
  ],
  options,
};
