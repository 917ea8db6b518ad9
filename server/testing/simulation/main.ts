// npm run simulate [-- --seeds 1000 --seed 1 --calls 300 --clients 16 --flaw NAME --threads 2]: runs the simulation with many seeds,
// divided among threads. Exit code 1 if a seed finds a violation; the printed command reproduces it.
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { describeCall } from "../../../conformance/stress/history/describe-call.ts";
import { FLAWS } from "../flaws/catalogue.ts";
import { simulate } from "./simulate.ts";

/** The seeds of one thread: every `step`th from `first` on, up to `end`. */
type Share = {
  readonly first: number;
  readonly step: number;
  readonly end: number;
  readonly calls: number;
  readonly clients: number;
  readonly flaw: string | undefined;
};

type Total = { answered: number; handedOut: number; cuts: number; restarts: number; lost: number; seconds: number };
/** The result of one thread; `found` holds the lines of the report on the first violation. */
type Done = { readonly total: Total; readonly found: readonly string[] };

/** Runs the seeds in order, up to the first that finds a violation. */
function play({ first, step, end, calls, clients, flaw: name }: Share): Done {
  const flaw = FLAWS.find((each) => each.name === name);
  const total: Total = { answered: 0, handedOut: 0, cuts: 0, restarts: 0, lost: 0, seconds: 0 };
  for (let seed = first; seed < end; seed += step) {
    const result = simulate({ seed, calls, clients, ...(flaw === undefined ? {} : { flaw }) });
    total.answered += result.counts.answered;
    total.handedOut += result.counts.handedOut;
    total.cuts += result.cuts;
    total.restarts += result.counts.restarts;
    total.lost += result.counts.lost;
    total.seconds += result.seconds;
    const [violation] = result.violations;
    if (violation === undefined) continue;
    const own = violation.own.map((call) => `  ${describeCall(call)}`);
    const shown = violation.call === null ? [] : [`  shown by ${describeCall(violation.call)}`];
    const again = `again: npm run simulate -- --seed ${seed} --calls ${calls} --clients ${clients}${name === undefined ? "" : ` --flaw ${name}`}`;
    return { total, found: [`seed ${seed}: ${violation.kind}: ${violation.what}`, ...own, ...shown, again] };
  }
  return { total, found: [] };
}

async function playInThread(share: Share): Promise<Done> {
  const thread = new Worker(new URL(import.meta.url), { workerData: share });
  const [done] = (await once(thread, "message")) as [Done];
  return done;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "1" },
      seed: { type: "string", default: "1" },
      calls: { type: "string", default: "4000" },
      clients: { type: "string", default: "16" },
      flaw: { type: "string" },
      threads: { type: "string", default: String(availableParallelism()) },
    },
  });
  if (values.flaw !== undefined && !FLAWS.some(({ name }) => name === values.flaw))
    throw new Error(`there is no flaw ${values.flaw}`);
  const first = Number(values.seed);
  const seeds = Number(values.seeds);
  const step = Math.max(1, Math.min(seeds, Number(values.threads)));
  const rest = { step, end: first + seeds, calls: Number(values.calls), clients: Number(values.clients) };
  const started = performance.now();
  const shares = Array.from({ length: step }, (_, i) => ({ ...rest, first: first + i, flaw: values.flaw }));
  const done = await Promise.all(shares.map(playInThread));
  const seconds = (performance.now() - started) / 1000;
  for (const line of done.flatMap(({ found }) => found)) console.log(line);
  const sum = (key: keyof Total) => done.reduce((total, each) => total + each.total[key], 0);
  console.log(
    `${sum("answered")} calls answered, ${sum("handedOut")} units handed out, ${sum("cuts")} cuts, ${sum("restarts")} restarts, ${sum("lost")} calls ` +
      `without an answer, ${Math.round(sum("seconds"))} s of the daemon's time; ${step} threads, ${Math.round(sum("answered") / seconds)} answered calls a second`,
  );
  process.exitCode = done.some(({ found }) => found.length > 0) ? 1 : 0;
}

if (isMainThread) await main();
else parentPort?.postMessage(play(workerData as Share));
