import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DirResult, dirSync } from "tmp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createServer } from "../../../server/index.ts";
import { requestFrame } from "../../cbor/frame.ts";
import type { Daemon } from "../../client/daemon.ts";
import { dial } from "../../client/wire.ts";
import { loadGoldens } from "../../golden/load.ts";
import { createSuite } from "../../run/suite.ts";
import { recordProgram, yakonfigFile } from "./program.ts";
import { recordAsGolden, writePrivately } from "./record.ts";

let folder: DirResult;
beforeEach(() => {
  folder = dirSync({ unsafeCleanup: true });
});
afterEach(() => folder.removeCallback());

/** The reference in this process; each restart creates a new one. */
async function referenceDaemon(): Promise<Daemon> {
  const start = async () => {
    const server = createServer({});
    return { server, address: await server.start({ port: 0 }) };
  };
  let running = await start();
  return {
    name: "the reference",
    owned: true,
    connect: () => dial(running.address),
    crash: () => undefined,
    async restart() {
      await running.server.close();
      running = await start();
    },
    stop: () => running.server.close(),
  };
}

/** A client with two connections that sends each call after the reply to the previous one. */
function client(calls: readonly (readonly [conn: 0 | 1, call: Buffer])[]): string[] {
  const list = calls.map(([conn, call]) => [conn, call.toString("hex")]);
  const script = `
    const net = require("node:net");
    const [host, port] = process.env.COORDINATE_ADDRESS.split(":");
    const conns = [net.connect(port, host), net.connect(port, host)];
    (async () => {
      for (const [conn, hex] of ${JSON.stringify(list)}) {
        conns[conn].write(Buffer.from(hex, "hex"));
        await new Promise((resolve) => conns[conn].once("data", resolve));
      }
      for (const conn of conns) conn.end();
    })();`;
  return [process.execPath, "-e", script];
}

const definition = "{'name': 's', 'config': {'password': 'geheim'}}";
const session = client([
  [0, requestFrame(1, "set_work_spec", definition)],
  [0, requestFrame(2, "add_work_units", "'s', [['u', {}]]")],
  [1, requestFrame(1, "get_work", "'w', {}")],
  [0, requestFrame(3, "get_work_unit_status", "'s', ['u']")],
  [1, requestFrame(2, "update_work_unit", "'s', 'u', {'status': 4}")],
]);

async function recordSession(once: boolean) {
  const daemon = await referenceDaemon();
  const said: string[] = [];
  const { signal } = new AbortController();
  const run = () =>
    recordProgram({ command: session, connect: daemon.connect, env: process.env, signal, print: () => {} });
  try {
    const made = await recordAsGolden({
      id: "mine",
      title: "my program",
      daemon,
      recorded: { daemon: "the reference", client: "my program", command: "record", at: "2026-11-27" },
      once,
      redact: ["password"],
      run,
      pause: () => Promise.resolve(),
      stepMilliseconds: 5000,
      signal,
      say: (line) => said.push(line),
    });
    return { made, said };
  } finally {
    await daemon.stop();
  }
}

describe("recordAsGolden()", () => {
  it.each([true, false])(
    "makes a golden of a program with two connections that a right daemon passes (once: %s)",
    async (once) => {
      const { made } = await recordSession(once);
      const steps = made.golden.steps.flatMap((step) =>
        // A busy machine causes pauses, which are recorded as waits.
        step.kind === "wait" ? [] : `${step.conn} ${step.call[0]?.split("(")[0]}`,
      );
      expect(steps).toEqual([
        "1 set_work_spec",
        "1 add_work_units",
        "2 get_work",
        "1 get_work_unit_status",
        "2 update_work_unit",
      ]);
      expect(made.told).toContain("password: 1 value taken out");
      expect(made.told[1]).toMatch(/^step \d+ \[0\]\[0\]\.expiration: now\+(299|300) ±\d+ s$/);
    },
  );

  it("writes a golden that can be run on any daemon and contains no secret", async () => {
    const { made } = await recordSession(true);
    const file = writePrivately(join(folder.name, "goldens"), made, false);
    expect(readFileSync(file, "latin1")).not.toMatch(/geheim|67656865696d/);
    const server = createServer({});
    const address = await server.start({ port: 0 });
    const suite = createSuite({ connect: () => dial(address) });
    const [golden] = loadGoldens(join(folder.name, "goldens"));
    expect(golden && (await suite.check(golden)).differences).toEqual([]);
    suite.close();
    await server.close();
  });
});

describe("recordProgram()", () => {
  const run = (command: readonly string[]) =>
    recordProgram({
      command,
      connect: () => Promise.reject(new Error("no daemon")),
      env: process.env,
      signal: new AbortController().signal,
      print: () => {},
    });

  it("replaces {config} by the path of a yakonfig file", async () => {
    const copy = join(folder.name, "copy.yaml");
    await run([
      process.execPath,
      "-e",
      "require('node:fs').copyFileSync(process.argv[1], process.argv[2])",
      "{config}",
      copy,
    ]);
    expect(readFileSync(copy, "utf8")).toMatch(/^coordinate:\n {2}addresses: \['127\.0\.0\.1:\d+'\]/);
  });

  it.each([
    ["exits with a code other than 0", [process.execPath, "-e", "process.exit(7)"], "ended with 7"],
    ["does not exist", ["/nowhere/at-all"], "could not be started"],
  ])("records nothing of a program that %s", async (_, command, message) => {
    await expect(run(command)).rejects.toThrow(message);
  });
});

describe("writePrivately()", () => {
  it.each([
    [false, 0o600],
    [true, 0o644],
  ])(
    "writes files for the user alone unless they are shared (%s), also over a file of another mode",
    async (shared, mode) => {
      const { made } = await recordSession(true);
      mkdirSync(folder.name, { recursive: true });
      writeFileSync(join(folder.name, "mine.yaml"), "", { mode: 0o666 });
      const file = writePrivately(folder.name, made, shared);
      expect(statSync(file).mode & 0o777).toBe(mode);
    },
  );
});

describe("yakonfigFile()", () => {
  it("names the address under both of the client's keys", () => {
    expect(yakonfigFile("127.0.0.1:7")).toBe("coordinate:\n  addresses: ['127.0.0.1:7']\n  address: '127.0.0.1:7'\n");
  });
});
