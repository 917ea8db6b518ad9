// `coordinate-conformance record`: makes the goldens anew from the real Python client and the hand-shaped requests.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import picomatch from "picomatch";
import { commandTarget } from "../client/target.ts";
import { type Command, EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { GOLDENS } from "../package-files.ts";
import { cacheFolder, prepareEnvironment } from "../python/environment.ts";
import { findInterpreter } from "../python/interpreter.ts";
import { applyChanges, changesIn, describeChange } from "../record/files.ts";
import { recordPython } from "../record/python-sessions.ts";
import { pythonTestsOf } from "../record/python-tests.ts";
import { HAND_SHAPED } from "../record/raw/catalogue.ts";
import { type Fresh, type Recording, recordDefinition, recordSessions, verify } from "../record/record.ts";
import { parseOptions, splitCommand } from "./arguments.ts";
import { millisecondsOf } from "./seconds.ts";

export const record: Command = {
  name: "record",
  summary: "make the goldens anew from the real Python client",
  help: `Usage: coordinate-conformance record [options] [--only CASE]... [-- COMMAND...]

Runs the upstream Python tests and the scenarios twice through a recording proxy, turns what varied into holes, plays the
hand-shaped requests, plays every golden back, and writes the files that really changed. Nothing is written when a test
fails, when nothing explains what varied, or when a golden differs as it is played back.

  --check              write nothing; exit 1 when a recording would change something
  --only CASE          only these ids or globs; other goldens are left alone, and none is removed
  --output DIR         another folder than the package's goldens
  --python PATH        the Python 2.7 to use (also $COORDINATE_PYTHON)
  --cache DIR          where prepared Python packages are kept
  --timeout SECONDS    for one reply (default 5)
  -- COMMAND...        another daemon than the reference, {port} standing for its port; needs --output and --daemon
  --daemon NAME        that daemon with its version, for the goldens' provenance

What a daemon answers to the requests of the goldens is kept by 'run --save-replies FILE', not by this command.

Exit code: 0 all is as it was, or was written; 1 with --check, something would change; 2 wrong usage;
3 it could not be recorded.

Examples:
  coordinate-conformance record
  coordinate-conformance record --check
  coordinate-conformance record --only 'wire/*'
`,
  run: runRecord,
};

async function runRecord(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const args = parseRecordArguments(argv);
  const { stdout, stderr, signal } = around;
  const target = await commandTarget(args.command, { milliseconds: START_MILLISECONDS, signal });
  try {
    const recording: Recording = {
      target,
      daemon: args.daemon,
      at: new Date().toISOString().slice(0, 10),
      stepMilliseconds: args.stepMilliseconds,
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
    await target.stop();
  }
}

const START_MILLISECONDS = 20_000;
const PAUSE_MILLISECONDS = 2100;

async function recordAll(recording: Recording, args: RecordArguments, around: Surroundings): Promise<Fresh[]> {
  const fresh = [...(await recordWithPython(recording, args, around)), ...(await recordByHand(recording))];
  const ids = fresh.map(({ golden }) => golden.id);
  const missed = args.only.find((pattern) => !ids.some((id) => matches(id, pattern)));
  if (missed !== undefined) throw new UsageError(`no golden is called '${missed}'`);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new UsageError(`two sessions are called ${twice}`);
  return fresh;
}

/** Needs no Python when all that is asked for are hand-shaped cases. */
async function recordWithPython(recording: Recording, args: RecordArguments, around: Surroundings): Promise<Fresh[]> {
  const byHand = (pattern: string) => HAND_SHAPED.some(({ id }) => matches(id, pattern));
  if (args.only.length > 0 && args.only.every(byHand)) return [];
  const { env, signal } = around;
  const { target, stepMilliseconds, say } = recording;
  const interpreter = await findInterpreter({ given: args.python, env });
  const cache = cacheFolder(args.cache, env);
  const packages = await prepareEnvironment({ interpreter, cache, env, signal, say });
  const tests = pythonTestsOf(args.only);
  return recordSessions(recording, () =>
    recordPython({ target, interpreter, packages, tests, stepMilliseconds, env, signal }),
  );
}

async function recordByHand(recording: Recording): Promise<Fresh[]> {
  const fresh: Fresh[] = [];
  for (const definition of HAND_SHAPED) {
    if (recording.wanted(definition.id))
      fresh.push(await recordDefinition(recording, definition, "hand-shaped requests"));
  }
  return fresh;
}

const matches = (id: string, pattern: string) => id === pattern || picomatch(pattern)(id);

type RecordArguments = {
  readonly check: boolean;
  readonly only: readonly string[];
  readonly output: string;
  readonly python: string | undefined;
  readonly cache: string | undefined;
  readonly stepMilliseconds: number;
  readonly command: readonly string[];
  readonly daemon: string;
};

const OPTIONS = {
  check: { type: "boolean" },
  only: { type: "string", multiple: true },
  output: { type: "string" },
  python: { type: "string" },
  cache: { type: "string" },
  timeout: { type: "string" },
  daemon: { type: "string" },
} as const;

/** @throws UsageError */
function parseRecordArguments(argv: readonly string[]): RecordArguments {
  const { own, command: other } = splitCommand(argv);
  const { values, positionals } = parseOptions(own, OPTIONS);
  if (positionals.length > 0) {
    throw new UsageError(`a recording of some cases must say so: --only '${positionals[0]}'`);
  }
  if (other !== undefined && (values.output === undefined || values.daemon === undefined)) {
    throw new UsageError(
      "the package's goldens hold the reference: another daemon needs --output DIR and --daemon NAME",
    );
  }
  return {
    check: values.check ?? false,
    only: values.only ?? [],
    output: values.output ?? GOLDENS,
    python: values.python,
    cache: values.cache,
    stepMilliseconds: millisecondsOf("--timeout", values.timeout ?? "5"),
    command: other ?? reference(),
    daemon: values.daemon ?? `reference ${version()}`,
  };
}

/** The command line of the reference daemon, which is compiled beside this. */
function reference(): string[] {
  return [
    process.execPath,
    fileURLToPath(new URL("../../server/main.js", import.meta.url)),
    "-cborrpc",
    "127.0.0.1:{port}",
  ];
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  const { version = "" } = { ...(manifest as { version?: string }) };
  return version;
}
