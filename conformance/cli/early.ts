// `run -- COMMAND` of a few cases takes about as long as the daemon needs to start, if that begins before the rest of
// this program is loaded. Only what starts a process is imported here.
import { startCommand } from "../client/command.ts";
import type { ExitCode, Surroundings } from "../command.ts";
import type { runTable } from "./options/run.ts";
import type { Line } from "./table/parse.ts";
import type { ValuesOf } from "./table/table.ts";

type RunLine = Line<typeof runTable.groups>;

/** The command `run`. */
export async function run(line: RunLine, around: Surroundings): Promise<ExitCode> {
  const first = canStart(line.values) ? startCommand(line.values.command ?? []) : undefined;
  // What it fails with is told where it is waited for, after the import.
  first?.catch(() => {});
  try {
    // In the meantime it starts.
    const module = await import("./run.ts");
    return await module.run(line, around, first);
  } finally {
    // It runs still if the command line turned out to be wrong.
    await (await first)?.stop();
  }
}

/** Whether the run begins with one process of exactly this command; not known of what a list says how to start. */
function canStart({ command, address, replies, fresh, watch, peer, expect }: ValuesOf<typeof runTable>): boolean {
  if (command === undefined || !command.some((part) => part.includes("{port}"))) return false;
  return !fresh && !watch && [address, replies, peer, expect].every((each) => each === undefined);
}
