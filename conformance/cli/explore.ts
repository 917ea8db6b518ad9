// `coordinate-conformance explore`: differential testing of two live daemons with random sessions.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseAddress } from "../client/address.ts";
import { askToClear } from "../client/permission.ts";
import { addressTarget, commandTarget, type Target } from "../client/target.ts";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { candidate } from "../explore/candidate.ts";
import { type Explored, exploreTargets } from "../explore/explore.ts";
import { describeRequests } from "../golden/describe.ts";
import { findPeer, rulesOf } from "../peers/find.ts";
import type { Action } from "./command.ts";
import type { exploreTable } from "./options/explore.ts";
import { shellLine } from "./table/again.ts";
import type { Line } from "./table/parse.ts";

export const explore: Action<typeof exploreTable> = async (line, around) => {
  const options = await optionsOf(line);
  const targets: Target[] = [];
  try {
    for (const each of [options.reference, options.other]) {
      targets.push(await open(each, options.startMilliseconds, around.signal));
    }
    const permission = { allowClear: line.values["allow-clear"], milliseconds: line.values.timeout };
    for (const target of targets) await askToClear(target, permission);
    const [reference, other] = targets;
    if (reference === undefined || other === undefined) throw new UsageError("two daemons are needed");
    const explored = await exploreTargets({ ...options, reference, other, signal: around.signal });
    return report(explored, options, around);
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
  }
};

type ExploreLine = Line<typeof exploreTable.groups>;

async function optionsOf({ values, argv }: ExploreLine) {
  const [reference, other, ...more] = values.daemons;
  if (reference === undefined || other === undefined || more.length > 0) throw new UsageError("two daemons are needed");
  const peer =
    values.peer === undefined ? undefined : { list: findPeer(values.peer), rules: await rulesOf(values.peer) };
  if (values.path !== undefined && values.seed === undefined) throw new UsageError("--path needs --seed");
  const seed = values.seed ?? Math.floor(Math.random() * 2 ** 31);
  return {
    reference,
    other,
    level: values.compare ?? peer?.list.compare ?? "ordered",
    peer,
    seed,
    runs: values.runs,
    milliseconds: values.time,
    startMilliseconds: values["start-timeout"],
    maxCalls: values.calls,
    path: values.path,
    out: values.out ?? `reports/explore/${seed}.yaml`,
    command: shellLine(["coordinate-conformance", "explore", ...argv]),
  };
}

function open(target: string, milliseconds: number, signal: AbortSignal): Promise<Target> {
  if (target.includes("{port}")) return commandTarget(target.split(/\s+/), { milliseconds, signal });
  return addressTarget(parseAddress(target), { milliseconds, signal });
}

function report(
  explored: Explored,
  options: Awaited<ReturnType<typeof optionsOf>>,
  { stdout, signal }: Surroundings,
): ExitCode {
  const { sessions, compared, left, explained, split, found } = explored;
  const counts = (map: ReadonlyMap<string, number>) =>
    [...map]
      .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
      .map(([point, count]) => `${point} ${count}`)
      .join(", ");
  stdout.write(`seed ${options.seed}: ${sessions} sessions, ${compared} calls compared, ${left} not compared\n`);
  if (explained.size > 0) stdout.write(`differences explained: ${counts(explained)}\n`);
  if (split.size > 0) stdout.write(`sessions compared until the states differed: ${counts(split)}\n`);
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
