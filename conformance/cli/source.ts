// Determines from the options of `run` which daemon or which recorded replies are measured.
import { formatAddress } from "../client/address.ts";
import { UsageError } from "../command.ts";
import type { Source } from "../run/source.ts";
import type { runTable } from "./options/run.ts";
import type { ValuesOf } from "./table/table.ts";

type RunValues = ValuesOf<typeof runTable>;

/** Default number of daemons to run at once; more than CPUs, since cases spend most of their time waiting. */
const DEFAULT_JOBS = 8;

/** @throws UsageError for options that exclude each other, or if there is not exactly one source */
export function sourceOf(values: RunValues): { readonly source: Source; readonly jobs: number } {
  const { jobs = DEFAULT_JOBS, fresh, fix, peer, cases, skip } = values;
  const source = onlySource(values);
  if (fresh && source.kind !== "command") {
    throw new UsageError("--fresh needs a command to start anew: write it after --");
  }
  if (values.jobs !== undefined && source.kind !== "command") {
    throw new UsageError("--jobs needs a command to start more than once: write it after --");
  }
  if (fix && (peer === undefined || cases.length > 0 || skip.length > 0)) {
    throw new UsageError("--fix needs --peer, and all cases: a list made from some of them would lack the rest");
  }
  return { source, jobs };
}

function onlySource({ address, command, replies }: RunValues): Source {
  if ([address, command, replies].filter((each) => each !== undefined).length !== 1) {
    throw new UsageError("say what to measure: either --address HOST:PORT, or -- COMMAND..., or --replies FILE");
  }
  if (address !== undefined) return { kind: "address", address };
  if (replies !== undefined) return { kind: "replies", file: replies };
  if (command === undefined || command.length === 0) throw new UsageError("no command follows the --");
  return { kind: "command", command };
}

/** The address, command or file, for reports. */
export function describeSource(source: Source): string {
  switch (source.kind) {
    case "address":
      return formatAddress(source.address);
    case "command":
      return source.command.join(" ");
    case "replies":
      return source.file;
    default:
      return source satisfies never;
  }
}
