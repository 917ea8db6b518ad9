// `coordinate-conformance trace`: prints live or saved traffic, one line per call.
import { once } from "node:events";
import picomatch from "picomatch";
import { daemonAt } from "../client/daemon.ts";
import { EXIT, type Output, type Surroundings, UsageError } from "../command.ts";
import { type Paint, painter, wantsColour } from "../report/style.ts";
import { createInvariants } from "../traffic/invariants.ts";
import { type Filter, isWanted, lineOf, type Part } from "../traffic/line.ts";
import { loadTraffic } from "../traffic/load.ts";
import { startProxy } from "../traffic/proxy.ts";
import { type Turn, turnsAsTheyCome } from "../traffic/turn.ts";
import type { Action } from "./command.ts";
import type { traceTable } from "./options/trace.ts";
import type { ValuesOf } from "./table/table.ts";

type TraceValues = ValuesOf<typeof traceTable>;

export const trace: Action<typeof traceTable> = async ({ values }, around) => {
  const { files, proxy, upstream } = values;
  if (files.length > 0 === (proxy !== undefined || upstream !== undefined)) {
    throw new UsageError("say what to show: either --proxy and --upstream, or files");
  }
  const tracer = createTracer(values, around);
  if (files.length > 0) for (const { turns } of files.flatMap(loadTraffic)) for (const turn of turns) tracer.show(turn);
  else await tracePassing(values, tracer.show, around);
  if (tracer.broken() > 0) return EXIT.diverged;
  if (tracer.shown() > 0) return EXIT.ok;
  throw new UsageError("nothing to show: no call is one of those wanted");
};

async function tracePassing(
  { proxy: listen, upstream, "start-timeout": milliseconds }: TraceValues,
  show: (turn: Turn) => void,
  { stderr, signal }: Surroundings,
): Promise<void> {
  if (listen === undefined || upstream === undefined) {
    throw new UsageError("--proxy [HOST]:PORT and --upstream HOST:PORT go together");
  }
  const { connect } = await daemonAt(upstream, { milliseconds, signal });
  const unreachable = (error: unknown) => void stderr.write(`the daemon cannot be reached: ${String(error)}\n`);
  const now = () => Date.now() / 1000;
  const proxy = await startProxy({ connect, listen, now, watch: turnsAsTheyCome(show), unreachable });
  stderr.write(`showing what clients of ${proxy.address} say, until Ctrl-C\n`);
  if (!signal.aborted) await once(signal, "abort");
  proxy.close();
}

function createTracer(values: TraceValues, { stdout, env }: Surroundings) {
  const filter = filterOf(values);
  const paint = painter(wantsColour(stdout, env));
  const width = values.wide ? undefined : widthOf(stdout);
  const invariants = values.judge ? createInvariants() : undefined;
  let [shown, broken] = [0, 0];
  return {
    shown: () => shown,
    broken: () => broken,
    show(turn: Turn) {
      // Judge all calls, not only those shown, since a violation may depend on calls that are filtered out.
      const complaints = invariants?.judge(turn) ?? [];
      if (!isWanted(turn, filter)) return;
      shown += 1;
      broken += complaints.length;
      stdout.write(
        `${lineOf(turn, width)
          .map((part) => painted(part, paint))
          .join("  ")}\n`,
      );
      for (const { clause, text } of complaints) stdout.write(`    ${paint("red", `breaks ${clause}: ${text}`)}\n`);
    },
  };
}

function painted({ is, text }: Part, paint: Paint): string {
  switch (is) {
    case "time":
    case "duration":
      return paint("dim", text);
    case "conn":
      return paint("yellow", text);
    case "call":
      return paint("bold", text);
    case "error":
      return paint("red", text);
    case "reply":
      return text;
    default:
      return is satisfies never;
  }
}

/** The width of the call and of the reply: half of what time, connection and duration leave of the terminal's width. */
function widthOf({ isTTY, columns }: Output): number | undefined {
  return isTTY === true && columns !== undefined ? Math.max(20, Math.floor((columns - 40) / 2)) : undefined;
}

function filterOf({ method, worker, spec }: TraceValues): Filter {
  const matches = method.map((pattern) => picomatch(pattern));
  return { worker, spec, method: matches.length === 0 ? undefined : (name) => matches.some((each) => each(name)) };
}
