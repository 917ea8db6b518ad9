// A daemon to measure: one that runs already, or a command that is started on a free port for each workload.

import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { Connection } from "./connection.ts";

export type Target = {
  name: string;
  /** Whether start() starts a process, whose memory and start time can be measured. */
  isSpawned: boolean;
  /** @throws TargetError when it does not get ready */
  start(): Promise<Running>;
};

export type Running = {
  host: string;
  port: number;
  /** Its process, or null when somebody else started it. */
  pid: number | null;
  /** From the start of the process until it took a connection. */
  startSeconds: number | null;
  stop(): Promise<void>;
};

export class TargetError extends Error {
  override readonly name = "TargetError";
  readonly code = "target";
}

const START_SECONDS = 20;

export function addressTarget(name: string, host: string, port: number): Target {
  const running = { host, port, pid: null, startSeconds: null, stop: async () => {} };
  return { name, isSpawned: false, start: async () => running };
}

/** A command in which `{port}` stands for the port; no shell, so that the process is the daemon itself. */
export function commandTarget(name: string, command: readonly string[]): Target {
  const [file = "", ...args] = command;
  return {
    name,
    isSpawned: true,
    start: async () => {
      const port = await freePort();
      const since = performance.now();
      const child = execa(
        file,
        args.map((arg) => arg.replaceAll("{port}", String(port))),
        { stdin: "ignore", stdout: "ignore", stderr: "ignore", reject: false },
      );
      if (!(await isReady(port, () => child.exitCode !== null || child.signalCode !== null))) {
        child.kill("SIGKILL");
        await child;
        throw new TargetError(`${name} did not get ready within ${START_SECONDS} seconds`);
      }
      const startSeconds = (performance.now() - since) / 1000;
      const stop = async () => {
        child.kill("SIGTERM");
        await child;
      };
      return { host: "127.0.0.1", port, pid: child.pid ?? null, startSeconds, stop };
    },
  };
}

async function isReady(port: number, hasEnded: () => boolean): Promise<boolean> {
  const until = performance.now() + START_SECONDS * 1000;
  while (performance.now() < until && !hasEnded()) {
    try {
      (await Connection.open("127.0.0.1", port)).close();
      return true;
    } catch {
      await delay(2);
    }
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new TargetError("no free port")),
      );
    });
  });
}
