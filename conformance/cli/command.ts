// A command as the command line knows it: its table, and its module, which is loaded only when it runs.
import type { ExitCode, Surroundings } from "../command.ts";
import type { Line } from "./table/parse.ts";
import type { Groups, Table } from "./table/table.ts";

/** What a command does with a line that was understood. @throws UsageError for what the table cannot tell */
export type Action<T> = T extends Table<infer G> ? (line: Line<G>, around: Surroundings) => Promise<ExitCode> : never;

export type Command = {
  readonly table: Table;
  /** @throws UsageError for arguments that cannot be understood */
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
