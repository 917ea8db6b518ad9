// A command: its option table, and its module, which is loaded only when the command runs.
import type { ExitCode, Surroundings } from "../command.ts";
import type { Line } from "./table/parse.ts";
import type { Groups, Table } from "./table/table.ts";

/** Runs a command on its parsed command line. @throws UsageError for combinations of options that the table cannot reject */
export type Action<T> = T extends Table<infer G> ? (line: Line<G>, around: Surroundings) => Promise<ExitCode> : never;

export type Command = {
  readonly table: Table;
  /** Parses the arguments and runs the command. @throws UsageError for invalid arguments */
  run(argv: readonly string[], around: Surroundings): Promise<ExitCode>;
};

export function command<G extends Groups>(
  table: Table<G>,
  load: () => Promise<(line: Line<G>, around: Surroundings) => Promise<ExitCode>>,
): Command {
  return {
    table,
    async run(argv, around) {
      const { parseLine } = await import("./table/parse.ts");
      const line = parseLine(table, argv);
      return (await load())(line, around);
    },
  };
}
