// The built daemon as a child process on a free port.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../server/main.js", import.meta.url));

export class DaemonProcess {
  readonly #child: ChildProcess;
  readonly port: number;
  /** How the process ended; null while it runs. */
  ended: string | null = null;
  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    child.on("exit", (code, signal) => {
      this.ended = `exit code ${code}, signal ${signal}`;
    });
  }

  /** Starts the daemon with these options. Resolves when it listens. */
  static async start(...flags: string[]): Promise<DaemonProcess> {
    const child = spawn(process.execPath, [MAIN, "-cborrpc", "127.0.0.1:0", ...flags], {
      stdio: ["ignore", "pipe", "ignore"],
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

  /** Terminates the daemon. Resolves to how it ended. */
  async stop(): Promise<string> {
    if (this.ended !== null) return this.ended;
    const exit = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#child.kill("SIGTERM");
    await exit;
    return this.ended ?? "";
  }
}
