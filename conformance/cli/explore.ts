// `coordinate-conformance explore`: differential testing of two live daemons with random sessions.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseAddress } from "../client/address.ts";
import { addressTarget, commandTarget, type Target, TargetError } from "../client/target.ts";
import { type Command, EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { candidate } from "../explore/candidate.ts";
import { type Explored, exploreTargets } from "../explore/explore.ts";
import { describeRequests } from "../golden/describe.ts";
import { COMPARE_LEVELS, type CompareLevel } from "../judge/difference.ts";
import { goCoordinate } from "../peers/go-coordinate/points.ts";
import { parseOptions, shellLine } from "./arguments.ts";

const HELP = `Usage: coordinate-conformance explore [options] REFERENCE OTHER

Sends the same random sessions to two daemons and compares what they answer. The first one is taken as right. The first
difference that nothing explains is shrunk to the shortest session that shows one, and written as a golden candidate.

REFERENCE and OTHER are each HOST:PORT, or a command line with {port} in one argument ("coordinated -cborrpc :{port}").
A daemon is emptied before each session: what is in it is lost.

  --peer NAME      OTHER has the known divergences of this daemon: go-coordinate
  --compare LEVEL  python, ordered (default) or bytes
  --seed N         draw the same sessions as another run (default: by chance)
  --runs N         sessions (default 1000)
  --time SECONDS   stop after this time
  --calls N        calls in a session at most (default 24)
  --path PATH      with --seed: only the session that a run found there
  --out FILE       where the candidate goes (default reports/explore/SEED.yaml)

Exit 0: no difference. 1: a difference. 2: wrong usage. 3: a daemon could not be reached or emptied.

Examples:
  coordinate-conformance explore --seed 7 --runs 100 "coordinated -cborrpc 127.0.0.1:{port}" localhost:5933
  coordinate-conformance explore 'coordinated -cborrpc 127.0.0.1:{port}' 127.0.0.1:5932
`;

const PEERS = { "go-coordinate": goCoordinate };

export const explore: Command = {
  name: "explore",
  summary: "compare two live daemons on random sessions",
  help: HELP,
  async run(argv, around) {
    const options = readArguments(argv);
    const targets: Target[] = [];
    try {
      for (const each of [options.reference, options.other]) targets.push(await open(each, around.signal));
      const [reference, other] = targets;
      if (reference === undefined || other === undefined) throw new UsageError("two targets are needed");
      const explored = await exploreTargets({ ...options, reference, other, signal: around.signal });
      return report(explored, options, around);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      around.stderr.write(`coordinate-conformance explore: ${error.message}\n`);
      return EXIT.unmeasured;
    } finally {
      await Promise.all(targets.map((target) => target.stop()));
    }
  },
};

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parseOptions(argv, OPTIONS);
  const [reference, other, ...more] = positionals;
  if (reference === undefined || other === undefined || more.length > 0) throw new UsageError("two targets are needed");
  const level = COMPARE_LEVELS.find((each) => each === (values.compare ?? "ordered"));
  if (level === undefined) throw new UsageError(`--compare must be one of ${COMPARE_LEVELS.join(", ")}`);
  const peer = Object.entries(PEERS).find(([name]) => name === values.peer);
  if (values.peer !== undefined && peer === undefined) throw new UsageError(`there is no peer '${values.peer}'`);
  if (values.path !== undefined && values.seed === undefined) throw new UsageError("--path needs --seed");
  const seed = whole("seed", values.seed) ?? Math.floor(Math.random() * 2 ** 31);
  const seconds = whole("time", values.time);
  return {
    reference,
    other,
    level: level satisfies CompareLevel,
    points: peer?.[1] ?? [],
    seed,
    runs: whole("runs", values.runs) ?? 1000,
    milliseconds: seconds === undefined ? undefined : seconds * 1000,
    maxCalls: whole("calls", values.calls) ?? 24,
    path: values.path,
    out: values.out ?? `reports/explore/${seed}.yaml`,
    command: shellLine(["coordinate-conformance", "explore", ...argv]),
  };
}

const text = { type: "string" } as const;
const OPTIONS = { peer: text, compare: text, seed: text, runs: text, time: text, calls: text, path: text, out: text };

function whole(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(value)) throw new UsageError(`--${name} must be a whole number from 1 on, not '${value}'`);
  return Number(value);
}

const READY_MILLISECONDS = 10_000;

function open(target: string, signal: AbortSignal): Promise<Target> {
  if (target.includes("{port}"))
    return commandTarget(target.split(/\s+/), { milliseconds: READY_MILLISECONDS, signal });
  return addressTarget(parseAddress(target), { milliseconds: READY_MILLISECONDS, signal });
}

function report(
  explored: Explored,
  options: ReturnType<typeof readArguments>,
  { stdout, signal }: Surroundings,
): ExitCode {
  const { sessions, compared, left, explained, parted, found } = explored;
  const counts = (map: ReadonlyMap<string, number>) =>
    [...map]
      .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
      .map(([point, count]) => `${point} ${count}`)
      .join(", ");
  stdout.write(`seed ${options.seed}: ${sessions} sessions, ${compared} calls compared, ${left} not compared\n`);
  if (explained.size > 0) stdout.write(`differences explained: ${counts(explained)}\n`);
  if (parted.size > 0) stdout.write(`sessions compared until the states differed: ${counts(parted)}\n`);
  if (found === undefined) {
    stdout.write(signal.aborted ? "interrupted; no difference so far\n" : "no difference that nothing explains\n");
    return sessions > 0 ? EXIT.ok : EXIT.unmeasured;
  }
  const text = candidate(found, { ...options, at: new Date().toISOString().slice(0, 10) });
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, text);
  stdout.write(`a difference (--seed ${options.seed} --path ${found.path}), written to ${options.out}:\n`);
  for (const [i, request] of found.session.entries()) {
    stdout.write(`  ${i + 1}. ${describeRequests(request).join(" ")}\n`);
    for (const difference of found.differences.filter(({ step }) => step === i + 1)) {
      stdout.write(`     ${difference.path} ${difference.kind}: ${difference.expected} | ${difference.got}\n`);
    }
  }
  return EXIT.diverged;
}
