// start: the time from the start of a daemon's process until it accepts a connection.
import type { Workload } from "../workload.ts";

export function start(): Workload {
  return {
    name: "start",
    title: "from the start of the process until it takes a connection",
    metric: { unit: "ms", better: "less" },
    needsSpawned: true,
    prepare: async (daemon, signal) => ({
      turn: async () => {
        const running = await daemon.start(signal);
        await running.stop();
        if (running.startSeconds === null) throw new RangeError(`${daemon.name} is not started by this tool`);
        return { value: running.startSeconds * 1000, latencies: null, load: null };
      },
      close: async () => {},
    }),
  };
}
