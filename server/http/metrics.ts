// The Prometheus metrics of the daemon. coordinate_work_units, coordinate_summary_seconds and the process_* ones have
// the names, labels and buckets of the Go daemon's; the others are this daemon's own.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { StatusSource } from "./status.ts";
import { unitSeries } from "./unit-series.ts";

/** Upper bounds of the buckets in seconds: 1/32 to 64, each twice the previous one. */
const SUMMARY_BUCKETS = Array.from({ length: 12 }, (_, power) => 2 ** (power - 5));

/** Metrics of the process, shared by all registries. */
const OF_PROCESS = processMetrics();

export type Metrics = {
  /** Value of the Content-Type header. */
  readonly contentType: string;
  /** The current values of all metrics, in the text format of Prometheus. */
  text(): Promise<string>;
};

export function createMetrics(source: StatusSource): Metrics {
  const { queue } = source.daemon;
  const register = new Registry();
  const registers = [register];

  const summarySeconds = new Histogram({
    name: "coordinate_summary_seconds",
    help: "Seconds required to count the work units of all work specs",
    buckets: SUMMARY_BUCKETS,
    registers,
  });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge("coordinate_work_specs", "Number of work specs", () => queue.specCount);
  gauge("coordinate_workers", "Number of workers with a live heartbeat", () => queue.workerRecords.size);
  gauge("coordinate_connections", "Number of connected clients", () => source.connections());
  const { memory } = queue;
  gauge(
    "coordinate_stored_bytes",
    "What clients have stored, as it is counted against -max-memory",
    () => memory.stored,
  );
  gauge(
    "coordinate_passing_bytes",
    "What messages, replies and calls under way hold, counted alike",
    () => memory.passing,
  );
  gauge("coordinate_ready", "1 while clients can connect, else 0", () => (source.isReady() ? 1 : 0));
  new Counter({
    name: "coordinate_calls_total",
    help: "Number of calls answered, by method and by whether the reply was an error",
    labelNames: ["method", "outcome"],
    registers,
    collect() {
      this.reset();
      for (const { method, calls, errors } of source.calls.counts()) {
        this.inc({ method, outcome: "ok" }, calls - errors);
        this.inc({ method, outcome: "error" }, errors);
      }
    },
  });
  new Counter({
    name: "coordinate_rejected_connections_total",
    help: "Number of connections closed for sending what is no request",
    registers,
    collect() {
      this.reset();
      this.inc(source.calls.rejected);
    },
  });
  const all = Registry.merge([register, OF_PROCESS]);
  return {
    contentType: all.contentType,
    async text() {
      const done = summarySeconds.startTimer();
      const units = await unitSeries(queue);
      done();
      return `${await all.metrics()}\n${units}`;
    },
  };
}

/** CPU, memory and event loop metrics. To be called once a process: prom-client cannot remove its observers again. */
function processMetrics(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return register;
}
