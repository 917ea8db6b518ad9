// Which folder may import which: the layers of the project, each above those that it names. `npm run check` fails for
// an import that is not in this table, and for a cycle of folders; `npm run graph` prints the graph.

/** Files beside the folders that everybody there may import: exit codes and streams, where the package keeps its data. */
export const COMMON = [
  "conformance/command.ts",
  "conformance/clipped.ts",
  "conformance/counted.ts",
  "conformance/package-files.ts",
  "conformance/element-at.ts",
  "conformance/random.ts",
  "conformance/cache-folder.ts",
  "conformance/make-folder.ts",
  "conformance/read-given.ts",
  "conformance/yaml.ts",
  "server/limits.ts",
  "server/listen.ts",
  "server/machine-memory.ts",
];

const knowsBytes = ["conformance/cbor", "conformance/protocol"];
const judges = [...knowsBytes, "conformance/golden", "conformance/judge"];
const plays = [...judges, "conformance/client", "conformance/run"];

/** The folders that each folder may import besides itself and COMMON. A folder that is not listed must not exist. */
export const ALLOWED = {
  "server/domain": [],
  "server/wire": [],
  "server/rpc": ["server/domain", "server/wire"],
  "server/http": ["server/domain", "server/rpc"],

  "conformance/cbor": [],
  "conformance/protocol": ["conformance/cbor"],
  "conformance/client": knowsBytes,
  "conformance/golden": knowsBytes,
  "conformance/judge": [...knowsBytes, "conformance/golden"],
  "conformance/run": [...judges, "conformance/client"],
  "conformance/suites": [...knowsBytes, "conformance/golden"],
  "conformance/traffic": [...judges, "conformance/client"],
  "conformance/peers": plays,
  "conformance/shadow": [...plays, "conformance/traffic", "conformance/peers"],
  "conformance/python": ["conformance/cbor", "conformance/client", "conformance/run"],
  "conformance/explore": [...plays, "conformance/peers", "conformance/proof"],
  "conformance/record": [...plays, "conformance/traffic", "conformance/python"],
  "conformance/stress": [...plays, "conformance/report"],
  "conformance/proof": [...plays, "conformance/traffic"],
  "conformance/report": [...plays, "conformance/proof"],
  "conformance/bench": ["conformance/cbor", "conformance/client"],
  "conformance/cli": [
    ...plays,
    "conformance/suites",
    "conformance/traffic",
    "conformance/shadow",
    "conformance/peers",
    "conformance/python",
    "conformance/explore",
    "conformance/record",
    "conformance/stress",
    "conformance/proof",
    "conformance/report",
    "conformance/bench",
  ],
};

/** Tests and their helpers may cross the layers; see tests.mjs. */
export const TESTS = ["\\.test\\.ts$", "/testing/"];

/** Options of dependency-cruiser; type-only imports count too. */
export const options = {
  parser: "swc",
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
  enhancedResolveOptions: {
    extensions: [".ts", ".js", ".mjs", ".json"],
    exportsFields: ["exports"],
    conditionNames: ["import", "node", "default"],
  },
};
