// The built daemon as a child process on a free port, and what it costs the machine.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../server/main.js", import.meta.url));

export class DaemonProcess {
  readonly #child: ChildProcess;
  readonly port: number;
  /** How the process ended, once it has. */
  ended: string | null = null;
  /** The end of what it wrote to stderr. */
  stderr = "";

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    child.stderr?.on("data", (text) => {
      this.stderr = (this.stderr + String(text)).slice(-10_000);
    });
    child.on("exit", (code, signal) => {
      this.ended = `exit code ${code}, signal ${signal}`;
    });
  }

  /** Resolves when the daemon listens. */
  static async start(...flags: string[]): Promise<DaemonProcess> {
    const child = spawn(process.execPath, [MAIN, "-cborrpc", "127.0.0.1:0", ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.once("exit", () => reject(new Error("the daemon did not start")));
      child.stdout?.on("data", (text) => {
        const found = /listening on .*:(\d+)\n/.exec(String(text));
        if (found !== null) resolve(Number(found[1]));
      });
    });
    return new DaemonProcess(child, port);
  }

  /** Memory in use, in MiB. */
  get residentMiB(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "latin1");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }

  /** Asks it to stop and waits; resolves to how it ended. */
  async stop(): Promise<string> {
    if (this.ended !== null) return this.ended;
    const exit = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#child.kill("SIGTERM");
    await exit;
    return this.ended ?? "";
  }
}

/** Whether samples of memory show no growth: the last third is at most a tenth and 15 MiB over the middle third. */
export function isFlat(samples: readonly number[]): boolean {
  const third = Math.floor(samples.length / 3);
  const mean = (part: readonly number[]) => part.reduce((sum, each) => sum + each, 0) / Math.max(1, part.length);
  return mean(samples.slice(-third)) <= mean(samples.slice(third, 2 * third)) * 1.1 + 15;
}
