// The commands there are, in the order that --help lists them.
import { type Command, command } from "./command.ts";
import { benchTable } from "./options/bench.ts";
import { callTable } from "./options/call.ts";
import { completionTable } from "./options/completion.ts";
import { coverageTable } from "./options/coverage.ts";
import { decodeTable } from "./options/decode.ts";
import { explainTable } from "./options/explain.ts";
import { exploreTable } from "./options/explore.ts";
import { fuzzTable } from "./options/fuzz.ts";
import { listTable } from "./options/list.ts";
import { pythonTable } from "./options/python.ts";
import { recordTable } from "./options/record.ts";
import { runTable } from "./options/run.ts";
import { shadowTable } from "./options/shadow.ts";
import { showTable } from "./options/show.ts";
import { stressTable } from "./options/stress.ts";
import { traceTable } from "./options/trace.ts";

const run = async () => (await import("./run.ts")).run;

export const COMMANDS: readonly Command[] = [
  command(runTable, run),
  // The same under the word that the job is known by.
  command({ ...runTable, name: "verify", summary: "the same as run" }, run),
  command(listTable, async () => (await import("./list.ts")).list),
  command(showTable, async () => (await import("./show.ts")).show),
  command(explainTable, async () => (await import("./explain.ts")).explain),
  command(callTable, async () => (await import("./call.ts")).call),
  command(decodeTable, async () => (await import("./decode.ts")).decode),
  command(recordTable, async () => (await import("./record.ts")).record),
  command(coverageTable, async () => (await import("./coverage.ts")).coverage),
  command(pythonTable, async () => (await import("./python.ts")).python),
  command(benchTable, async () => (await import("./bench.ts")).bench),
  command(exploreTable, async () => (await import("./explore.ts")).explore),
  command(traceTable, async () => (await import("./trace.ts")).trace),
  command(shadowTable, async () => (await import("./shadow.ts")).shadow),
  command(stressTable, async () => (await import("./stress.ts")).stress),
  command(fuzzTable, async () => (await import("./fuzz.ts")).fuzz),
  command(completionTable, async () => {
    const { completionOf } = await import("./completion.ts");
    return completionOf(COMMANDS.map(({ table }) => table));
  }),
];
