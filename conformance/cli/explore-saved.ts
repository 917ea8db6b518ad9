// `explore --replay ID` and `explore --promote ID`: replay a saved difference, or turn it into a golden.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { movesIn } from "../explore/lines.ts";
import { createPair } from "../explore/pair.ts";
import { load, type Saved } from "../explore/saved.ts";
import { COMPARE_LEVELS } from "../judge/difference.ts";
import { makeFolder } from "../make-folder.ts";
import { packageVersion } from "../package-files.ts";
import { recordRawCase } from "../record/raw/record.ts";
import { type DaemonOptions, withDaemons } from "./explored-daemons.ts";
import type { exploreTable } from "./options/explore.ts";
import { referenceCommand } from "./reference-command.ts";
import type { ValuesOf } from "./table/table.ts";

/** A random order is often the expected one: three entries of a Go map are, three times in four. */
const ORDER_PLAYS = 20;

type Values = ValuesOf<typeof exploreTable>;

/** Plays a saved session to two daemons, by default those that it was found with. @returns diverged if they still differ */
export async function replaySaved(
  folder: string,
  id: string,
  values: Values,
  { stdout, signal }: Surroundings,
): Promise<ExitCode> {
  if (![0, 2].includes(values.daemons.length)) throw new UsageError("--replay takes both daemons, or none");
  const saved = load(folder, id);
  const daemons = values.daemons.length === 2 ? values.daemons : [saved.reference, saved.other];
  const level = values.compare ?? COMPARE_LEVELS.find((each) => each === saved.compare) ?? "ordered";
  const differences = await withDaemons(
    daemonOptions(saved, daemons, values, signal),
    async ([reference, other], time) => {
      if (reference === undefined || other === undefined) throw new UsageError("two daemons are needed");
      const pair = createPair({ reference, other, time, level, peer: undefined, timeoutMilliseconds: values.timeout });
      try {
        const plays = saved.cause.endsWith(": order") ? ORDER_PLAYS : 1;
        for (let play = 1; ; play++) {
          const { unexplained } = (await pair.attempt(movesIn(saved.lines))).comparison;
          if (unexplained.length === 0 && play < plays) continue;
          await pair.clean();
          return unexplained;
        }
      } finally {
        pair.close();
      }
    },
  );
  stdout.write(`${id}: ${saved.cause}: ${differences.length === 0 ? "fixed" : "still there"}\n`);
  for (const { step, path, kind, expected, got } of differences)
    stdout.write(`  call ${step} ${path} ${kind}: ${expected} | ${got}\n`);
  return differences.length === 0 ? EXIT.ok : EXIT.diverged;
}

/** Makes a golden of a saved session, with the reference's present replies as the expected ones. */
export async function promote(
  folder: string,
  id: string,
  values: Values & { readonly to: string },
  { stdout, signal }: Surroundings,
): Promise<ExitCode> {
  if (values.daemons.length > 1) throw new UsageError("--promote takes one daemon, the reference, or none");
  const saved = load(folder, id);
  const file = join(values.to, `${id}.yaml`);
  if (existsSync(file)) throw new UsageError(`${file} is there already`);
  const own = [...referenceCommand(), ...(saved.testClock ? ["-test-clock"] : [])].join(" ");
  const daemons = values.daemons.length === 1 ? values.daemons : [own];
  const definition = {
    id: `${values.to}/${id}`,
    title: saved.cause,
    requires: values.requires ?? [],
    lines: saved.lines,
  };
  const recorded = {
    daemon: values.daemons[0] ?? `reference ${packageVersion()}`,
    client: "raw requests",
    command: `coordinate-conformance explore --promote ${id}`,
    at: new Date().toISOString().slice(0, 10),
  };
  const text = await withDaemons(daemonOptions(saved, daemons, values, signal), async ([daemon], time) => {
    if (daemon === undefined) throw new UsageError("a daemon is needed");
    const clock = { now: () => time.now(), wait: (seconds: number) => time.pass(seconds) };
    const connect = () => daemon.connect();
    return await recordRawCase(definition, recorded, { connect, clock, stepMilliseconds: values.timeout, signal });
  });
  makeFolder(values.to);
  writeFileSync(file, text);
  stdout.write(`${file}\n`);
  return EXIT.ok;
}

function daemonOptions(saved: Saved, daemons: readonly string[], values: Values, signal: AbortSignal): DaemonOptions {
  return {
    daemons,
    startMilliseconds: values["start-timeout"],
    timeoutMilliseconds: values.timeout,
    allowClear: values["allow-clear"],
    testClock: saved.testClock || values["test-clock"],
    waits: true,
    signal,
  };
}
