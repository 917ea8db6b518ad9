// `coordinate-conformance record`: records the goldens again, from the real Python client and the raw cases.
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import picomatch from "picomatch";
import { cacheFolder } from "../cache-folder.ts";
import { startDaemon } from "../client/daemon.ts";
import { EXIT, type Surroundings, UsageError } from "../command.ts";
import { findGoldens } from "../golden/load.ts";
import { GOLDENS, packageVersion } from "../package-files.ts";
import { prepareClient } from "../python/client.ts";
import { PINNED_CLIENT } from "../python/client-version.ts";
import { prepareEnvironment } from "../python/environment.ts";
import { findInterpreter } from "../python/interpreter.ts";
import { applyChanges, changesIn, describeChange } from "../record/files.ts";
import { recordPython } from "../record/python-sessions.ts";
import { pythonTestsOf, scenarioIds } from "../record/python-tests.ts";
import { RAW_CASES } from "../record/raw/catalogue.ts";
import { type Fresh, type Recording, recordDefinition, recordSessions, verify } from "../record/record.ts";
import type { Action } from "./command.ts";
import type { recordTable } from "./options/record.ts";
import { recordOwn } from "./record-own.ts";
import { referenceCommand } from "./reference-command.ts";
import type { ValuesOf } from "./table/table.ts";

export const record: Action<typeof recordTable> = async (line, around) => {
  if (line.values.to !== undefined) return recordOwn({ ...line.values, to: line.values.to }, around);
  const args = argumentsOf(line.values);
  refuseUnknown(args);
  const { stdout, stderr, signal } = around;
  const daemon = await startDaemon(args.command, { milliseconds: args["start-timeout"], signal });
  try {
    const recording: Recording = {
      daemon,
      daemonName: args.daemonName,
      at: new Date().toISOString().slice(0, 10),
      stepMilliseconds: args.timeout,
      wanted: (id) => args.only.length === 0 || args.only.some((pattern) => matches(id, pattern)),
      signal,
      say: (line) => stderr.write(`${line}\n`),
      pause: () => sleep(PAUSE_MILLISECONDS, undefined, { signal }),
    };
    const fresh = await recordAll(recording, args, around);
    await verify(recording, fresh);
    const changes = changesIn(args.output, fresh, args.only.length > 0);
    if (!args.check) applyChanges(args.output, changes);
    stdout.write(changes.map(describeChange).join(""));
    const verb = args.check ? "would change" : "changed";
    stdout.write(`${fresh.length} recorded, ${changes.length} ${verb}\n`);
    return args.check && changes.length > 0 ? EXIT.diverged : EXIT.ok;
  } finally {
    await daemon.stop();
  }
};

const PAUSE_MILLISECONDS = 2100;

/**
 * Rejects patterns that match no golden, before anything is recorded. Not checked for another version of the client, whose
 * tests are not known in advance.
 * @throws UsageError
 */
function refuseUnknown({ only, output, client }: RecordArguments): void {
  if (only.length === 0 || client !== PINNED_CLIENT) return;
  const scenarios = scenarioIds();
  const goldens = [...new Set([GOLDENS, output])].filter((folder) => existsSync(folder)).flatMap(findGoldens);
  const known = [...RAW_CASES.map(({ id }) => id), ...goldens.map(({ id }) => id), ...scenarios];
  const missed = only.find(
    (pattern) => !known.some((id) => matches(id, pattern)) && !scenarios.some((id) => pattern.startsWith(`${id}-`)),
  );
  if (missed !== undefined) throw new UsageError(`no golden is called '${missed}'`);
}

async function recordAll(recording: Recording, args: RecordArguments, around: Surroundings): Promise<Fresh[]> {
  const fresh = [...(await recordWithPython(recording, args, around)), ...(await recordRawCases(recording))];
  const ids = fresh.map(({ golden }) => golden.id);
  const missed = args.only.find((pattern) => !ids.some((id) => matches(id, pattern)));
  if (missed !== undefined) throw new UsageError(`no golden is called '${missed}'`);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new UsageError(`two sessions are called ${twice}`);
  return fresh;
}

/** Records the Python tests; does nothing, without looking for a Python, if only raw cases are wanted. */
async function recordWithPython(recording: Recording, args: RecordArguments, around: Surroundings): Promise<Fresh[]> {
  const byHand = (pattern: string) => RAW_CASES.some(({ id }) => matches(id, pattern));
  if (args.only.length > 0 && args.only.every(byHand)) return [];
  const { env, signal } = around;
  const { daemon, stepMilliseconds, say } = recording;
  const interpreter = await findInterpreter({ given: args.python, env });
  const cache = cacheFolder(args.cache, env);
  const packages = await prepareEnvironment({ interpreter, cache, env, signal, say });
  const tests = pythonTestsOf(args.only);
  const client = await prepareClient(args.client, { interpreter, env, signal });
  const python = { daemon, interpreter, packages, client: client.folder, tests, stepMilliseconds, env, signal };
  return recordSessions(recording, () => recordPython(python)).finally(() => client.remove());
}

async function recordRawCases(recording: Recording): Promise<Fresh[]> {
  const fresh: Fresh[] = [];
  for (const definition of RAW_CASES) {
    if (recording.wanted(definition.id)) fresh.push(await recordDefinition(recording, definition, "raw requests"));
  }
  return fresh;
}

const matches = (id: string, pattern: string) => id === pattern || picomatch(pattern)(id);

type RecordArguments = ReturnType<typeof argumentsOf>;

/** The options with defaults filled in. @throws UsageError for combinations that would damage the package's goldens */
function argumentsOf(values: ValuesOf<typeof recordTable>) {
  const { command, output, daemon } = values;
  const own = (["name", "upstream", "proxy", "once", "shared"] as const).find((each) => Boolean(values[each]));
  if (own !== undefined || values.redact.length > 0) {
    throw new UsageError(`--${own ?? "redact"} is for recording your own program: say where to with --to DIR`);
  }
  if (command !== undefined && (output === undefined || daemon === undefined)) {
    throw new UsageError(
      "the package's goldens hold the reference: another daemon needs --output DIR and --daemon NAME",
    );
  }
  if (values.client !== PINNED_CLIENT && output === undefined && !values.check) {
    throw new UsageError("the package's goldens hold the pinned client: another one needs --check or --output DIR");
  }
  return {
    ...values,
    output: output ?? GOLDENS,
    command: command ?? referenceCommand(),
    daemonName: daemon ?? `reference ${packageVersion()}`,
  };
}
