// `coordinate-conformance record --to DIR`: records a golden from the user's own program, or from traffic through a proxy.

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Address, formatAddress } from "../client/address.ts";
import { type Daemon, daemonAt, startDaemon } from "../client/daemon.ts";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { counted } from "../counted.ts";
import type { Provenance } from "../golden/format.ts";
import { packageVersion } from "../package-files.ts";
import { goldenOfTraffic, type TrafficGolden } from "../record/traffic/golden.ts";
import { recordPassing } from "../record/traffic/passing.ts";
import { recordProgram } from "../record/traffic/program.ts";
import { recordAsGolden, writePrivately } from "../record/traffic/record.ts";
import type { recordTable } from "./options/record.ts";
import { referenceCommand } from "./reference-command.ts";
import { shellLine } from "./table/again.ts";
import type { ValuesOf } from "./table/table.ts";

type OwnValues = ValuesOf<typeof recordTable> & { readonly to: string };

export async function recordOwn(values: OwnValues, around: Surroundings): Promise<ExitCode> {
  refuseWhatDoesNotFit(values);
  const place = join(values.to, `${idOf(values)}.yaml`);
  if (existsSync(place) && !values.force) {
    throw new UsageError(`${place} exists: --force replaces it, --name gives the golden another name`);
  }
  const daemon = await daemonOf(values, around.signal);
  const made = await (values.proxy === undefined
    ? ofProgram(values, daemon, around)
    : ofPassing(values, values.proxy, daemon, around)
  ).finally(() => daemon.stop());
  const file = writePrivately(values.to, made, values.shared);
  around.stdout.write(made.told.map((line) => `${line}\n`).join(""));
  const conns = new Set(made.golden.steps.flatMap((step) => (step.kind === "wait" ? [] : step.conn))).size;
  const calls = made.golden.steps.filter(({ kind }) => kind === "exchange").length;
  around.stdout.write(`${file}: ${counted(calls, "call")} on ${counted(conns, "connection")}\n`);
  return EXIT.ok;
}

function refuseWhatDoesNotFit({ command, proxy, upstream, daemon, only, check, output }: OwnValues): void {
  if (check || only.length > 0 || output !== undefined) {
    throw new UsageError("--check, --only and --output are for the package's goldens, not with --to");
  }
  if ((command === undefined) === (proxy === undefined)) {
    throw new UsageError("say what to record: either your program after --, or --proxy for programs that run already");
  }
  if (proxy !== undefined && upstream === undefined) {
    throw new UsageError("--proxy needs --upstream HOST:PORT, the daemon that its clients shall reach");
  }
  if (upstream !== undefined && daemon !== undefined) {
    throw new UsageError("either --upstream, a daemon that runs, or --daemon, one to start");
  }
}

async function daemonOf(values: OwnValues, signal: AbortSignal): Promise<Daemon> {
  const start = { milliseconds: values["start-timeout"], signal };
  if (values.upstream !== undefined) return daemonAt(values.upstream, start);
  return startDaemon(values.daemon?.split(/\s+/) ?? referenceCommand(), start);
}

async function ofProgram(
  values: OwnValues,
  daemon: Daemon,
  { env, stderr, signal }: Surroundings,
): Promise<TrafficGolden> {
  const { command = [] } = values;
  const print = (text: string) => void stderr.write(text);
  const line = shellLine(command);
  return recordAsGolden({
    id: idOf(values),
    title: line,
    daemon,
    recorded: provenance(values, line),
    once: values.once,
    redact: values.redact,
    run: () => recordProgram({ command, connect: daemon.connect, env, signal, print }),
    pause: () => sleep(PAUSE_MILLISECONDS, undefined, { signal }),
    stepMilliseconds: values.timeout,
    signal,
    say: (text) => stderr.write(`${text}\n`),
  });
}

const PAUSE_MILLISECONDS = 2100;

async function ofPassing(
  values: OwnValues,
  proxy: Address,
  daemon: Daemon,
  around: Surroundings,
): Promise<TrafficGolden> {
  const say = (text: string) => void around.stderr.write(`${text}\n`);
  const turns = await recordPassing({ listen: proxy, connect: daemon.connect, signal: around.signal, say });
  const client = `clients of ${formatAddress(proxy)}`;
  return goldenOfTraffic({
    id: idOf(values),
    title: client,
    recorded: provenance(values, client),
    turns,
    again: undefined,
    redact: values.redact,
  });
}

function provenance({ daemon, upstream }: OwnValues, client: string): Provenance {
  const address = upstream === undefined ? undefined : `a daemon at ${formatAddress(upstream)}`;
  return {
    daemon: daemon ?? address ?? `reference ${packageVersion()}`,
    client,
    command: "coordinate-conformance record --to",
    at: new Date().toISOString().slice(0, 10),
  };
}

function idOf({ name, proxy, command = [] }: OwnValues): string {
  return name ?? (proxy === undefined ? nameOf(command) : "recorded");
}

/** The golden's id, derived from the program's name. */
function nameOf([file = ""]: readonly string[]): string {
  const name = basename(file)
    .replaceAll(/[^\w.-]+/g, "-")
    .replace(/^\.+/, "");
  return name === "" ? "recorded" : name;
}
