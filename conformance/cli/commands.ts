// All commands in the order in which --help lists them. Tables and implementations are loaded lazily, so that --help and
// --version cost little more than the start of Node.
import { type Command, command } from "./command.ts";

const run = async () => (await import("./early.ts")).run;

export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => command((await import("./options/run.ts")).runTable, run),
  // Alias of `run`.
  async verify() {
    const { runTable } = await import("./options/run.ts");
    return command({ ...runTable, name: "verify", summary: "the same as run" }, run);
  },
  list: async () =>
    command((await import("./options/list.ts")).listTable, async () => (await import("./list.ts")).list),
  show: async () =>
    command((await import("./options/show.ts")).showTable, async () => (await import("./show.ts")).show),
  explain: async () =>
    command((await import("./options/explain.ts")).explainTable, async () => (await import("./explain.ts")).explain),
  suite: async () =>
    command((await import("./options/suite.ts")).suiteTable, async () => (await import("./suite.ts")).suite),
  call: async () =>
    command((await import("./options/call.ts")).callTable, async () => (await import("./call.ts")).call),
  decode: async () =>
    command((await import("./options/decode.ts")).decodeTable, async () => (await import("./decode.ts")).decode),
  record: async () =>
    command((await import("./options/record.ts")).recordTable, async () => (await import("./record.ts")).record),
  matrix: async () =>
    command((await import("./options/matrix.ts")).matrixTable, async () => (await import("./matrix.ts")).matrix),
  coverage: async () =>
    command(
      (await import("./options/coverage.ts")).coverageTable,
      async () => (await import("./coverage.ts")).coverage,
    ),
  python: async () =>
    command((await import("./options/python.ts")).pythonTable, async () => (await import("./python.ts")).python),
  bench: async () =>
    command((await import("./options/bench.ts")).benchTable, async () => (await import("./bench.ts")).bench),
  explore: async () =>
    command((await import("./options/explore.ts")).exploreTable, async () => (await import("./explore.ts")).explore),
  trace: async () =>
    command((await import("./options/trace.ts")).traceTable, async () => (await import("./trace.ts")).trace),
  shadow: async () =>
    command((await import("./options/shadow.ts")).shadowTable, async () => (await import("./shadow.ts")).shadow),
  stress: async () =>
    command((await import("./options/stress.ts")).stressTable, async () => (await import("./stress.ts")).stress),
  fuzz: async () =>
    command((await import("./options/fuzz.ts")).fuzzTable, async () => (await import("./fuzz.ts")).fuzz),
  completion: async () =>
    command((await import("./options/completion.ts")).completionTable, async () => {
      const { completionOf } = await import("./completion.ts");
      return completionOf((await allCommands()).map(({ table }) => table));
    }),
};

export function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}
