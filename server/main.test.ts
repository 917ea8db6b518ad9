// The executable as a process: signals, exit codes, and unwritable output. Compiles the sources itself, so that
// no earlier build is needed.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestFrame, splitFrames } from "../conformance/cbor/frame.ts";
import { describeReply } from "../conformance/golden/describe.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
// Inside the package, so that Node finds the dependencies.
const folder = `${root}node_modules/.cache/main-test-${process.pid}`;
const main = `${folder}/dist/server/main.js`;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  copyFileSync(`${root}package.json`, `${folder}/package.json`);
  const tsc = spawnSync(
    process.execPath,
    [`${root}node_modules/typescript/bin/tsc`, "-p", "ci/tsconfig.build.json", "--outDir", `${folder}/dist`],
    { cwd: root, encoding: "utf8" },
  );
  expect(tsc.stdout).toBe("");
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a limit on address space leaves the daemon to allocate. */
const MORE_KILOBYTES = 40_000;

type Daemon = { child: ChildProcess; port: number; ended: Promise<{ code: number | null; signal: string | null }> };

/** Starts the daemon and waits for its ready line. @param stderr a file descriptor, or `pipe` */
async function started(
  flags: string[] = [],
  stderr: number | "pipe" = "pipe",
  env: Record<string, string> = {},
): Promise<Daemon> {
  const child = spawn(process.execPath, [main, "-cborrpc", "127.0.0.1:0", ...flags], {
    stdio: ["ignore", "pipe", stderr],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", () => reject(new Error("it did not start")));
    child.stdout?.once("data", (text) => resolve(Number(/:(\d+)\n$/.exec(String(text))?.[1])));
  });
  return { child, port, ended };
}

/** Sends this many requests at once and counts the replies until all have arrived or the connection ends. */
function replies(port: number, count: number, onFirst: () => void = () => {}): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let received = Buffer.alloc(0);
    let seen = 0;
    socket.on("data", (chunk: Buffer) => {
      if (seen === 0) onFirst();
      const { frames, rest } = splitFrames(Buffer.concat([received, chunk]));
      seen += frames.length;
      received = Buffer.from(rest);
      if (seen === count) socket.end();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      expect(received.length, "a reply that was cut").toBe(0);
      resolve(seen);
    });
    for (let id = 0; id < count; id++) socket.write(requestFrame(id, "list_worker_modes", ""));
  });
}

/** The result of one call, in notation. */
function asked(port: number, method: string, params = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const [reply] = splitFrames(received).frames;
      if (reply === undefined) return;
      socket.destroy();
      resolve(describeReply(reply));
    });
    socket.on("error", reject);
    socket.on("end", () => reject(new Error("closed without a reply")));
    socket.write(requestFrame(1, method, params));
  });
}

/** The library libfaketime, which changes the wall-clock time of a process; undefined if it is not installed. */
const [FAKETIME] = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"]
  .map((folder) => `${folder}/faketime/libfaketime.so.1`)
  .filter((file) => existsSync(file));

describe(`the executable while its machine's clock is set${FAKETIME === undefined ? ", which needs libfaketime" : ""}`, () => {
  it.skipIf(FAKETIME === undefined)(
    "lets leases last as long as they were given for (K32)",
    async () => {
      const offset = `${folder}/faketime`;
      writeFileSync(offset, "+0");
      const { child, port, ended } = await started([], "pipe", {
        LD_PRELOAD: FAKETIME ?? "",
        FAKETIME_TIMESTAMP_FILE: offset,
        FAKETIME_NO_CACHE: "1",
        DONT_FAKE_MONOTONIC: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
      });
      const status = () => asked(port, "get_work_unit_status", "'s', ['u']");
      const lasts = async () =>
        Number(/"expiration": (\d+)/.exec(await status())?.[1]) - Number(await asked(port, "now"));
      await asked(port, "set_work_spec", "{'name': 's'}");
      await asked(port, "add_work_units", "'s', ['u']");
      await asked(port, "get_work", "'w', {'lease_time': 600}");
      const before = Number(await asked(port, "now"));

      writeFileSync(offset, "+3600");
      expect(Number(await asked(port, "now")) - before, "told in the time that was set").toBeGreaterThanOrEqual(3600);
      expect(await status(), "an hour later, it seems").toContain('"status": 3');
      const left = await lasts();
      expect(left).toBeGreaterThan(500);
      expect(left).toBeLessThanOrEqual(600);
      expect(await asked(port, "get_work", "'other', {}"), "for nobody else").toBe("[128([null, null, null]), null]");

      await asked(port, "update_work_unit", "'s', 'u', {'lease_time': 1}");
      writeFileSync(offset, "-3600");
      await expect
        .poll(status, { timeout: 60_000, message: "ends though the clock went back" })
        .toContain('"status": 1');
      child.kill("SIGTERM");
      await ended;
    },
    40_000,
  );
});

describe("the executable", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("sends the replies under way and exits with 0 on %s", async (signal) => {
    const { child, port, ended } = await started();
    const seen = await replies(port, 5000, () => child.kill(signal));
    expect(seen).toBeGreaterThan(0);
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it("goes on when nobody reads its output any more", async () => {
    const { child, port, ended } = await started(["-log-requests"]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await replies(port, 500)).toBe(500);
    expect(await replies(port, 500)).toBe(500);
    child.kill();
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it.runIf(existsSync("/dev/full"))("goes on when the disk for its logs is full", async () => {
    const { child, port, ended } = await started(["-log-requests"], openSync("/dev/full", "w"));
    expect(await replies(port, 500)).toBe(500);
    expect(await replies(port, 500)).toBe(500);
    child.kill();
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it("exits with 0 on SIGTERM though nobody reads its log", async () => {
    const { child, port, ended } = await started(["-log-requests"]);
    child.stderr?.pause();
    expect(await replies(port, 5000)).toBe(5000);
    child.kill("SIGTERM");
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it("exits at once on a second signal, replies under way or not", async () => {
    const { child, port, ended } = await started();
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    await new Promise((resolve) => socket.once("connect", resolve));
    // Nothing is read, so that the daemon has unsent replies until its drain time is over.
    socket.pause();
    for (let id = 0; id < 20_000; id++) socket.write(requestFrame(id, "nosuch", `h'${"00".repeat(500)}'`));
    child.kill("SIGINT");
    child.kill("SIGTERM");
    const { code } = await ended;
    expect([130, 143]).toContain(code);
    socket.destroy();
  });

  it.skipIf(process.platform === "win32")(
    "ends on a signal while it waits for a configuration from a pipe",
    async () => {
      const pipe = `${folder}/config.pipe`;
      spawnSync("mkfifo", [pipe]);
      const child = spawn(process.execPath, [main, "-cborrpc", "127.0.0.1:0", "-config", pipe], { stdio: "pipe" });
      const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
      // The test opens the pipe and writes nothing, so that the daemon has opened it too and waits for data.
      const writer = openSync(pipe, "r+");
      child.kill("SIGTERM");
      expect(await ended).toMatchObject({ signal: expect.anything() });
      closeSync(writer);
    },
  );

  it("says that it reads a large configuration, and ends on a signal meanwhile", async () => {
    const file = `${folder}/large.yaml`;
    writeFileSync(file, Array.from({ length: 200_000 }, (_, i) => `key${i}: value ${i}\n`).join(""));
    const child = spawn(process.execPath, [main, "-cborrpc", "127.0.0.1:0", "-config", file], { stdio: "pipe" });
    const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
    let printed = "";
    child.stdout.on("data", (text) => {
      printed += String(text);
    });
    const [said] = await once(child.stderr, "data");
    child.kill("SIGTERM");
    expect(await ended).toEqual({ code: null, signal: "SIGTERM" });
    expect(String(said)).toMatch(/^coordinated: reading the \d+ bytes of .*large\.yaml\n$/);
    expect(printed).toBe("");
  });

  it("survives the limit on open files, and says whom it turns away", async () => {
    const child = spawn("sh", ["-c", `ulimit -n 64 && exec "$0" "$1" -cborrpc 127.0.0.1:0`, process.execPath, main]);
    const log: string[] = [];
    child.stderr.on("data", (text) => log.push(String(text)));
    const port = await new Promise<number>((resolve) => {
      child.stdout.once("data", (text) => resolve(Number(/:(\d+)\n$/.exec(String(text))?.[1])));
    });
    const sockets = Array.from({ length: 100 }, () => connect(port, "127.0.0.1").on("error", () => {}));
    await Promise.all(sockets.slice(40).map((socket) => new Promise((resolve) => socket.once("close", resolve))));
    for (const socket of sockets) socket.destroy();
    let seen = 0;
    while (seen === 0) seen = await replies(port, 10);
    expect(log.join("")).toContain('reason="more than the 32 connections that the limit on open files leaves"');
    child.kill();
    await new Promise((resolve) => child.once("exit", resolve));
  });

  it("stores no more than a limit on its address space allows, says whom it closes, and serves others", async () => {
    const sample = await started();
    // The most address space that it had, in KB; only Linux tells.
    const status = readFileSync(`/proc/${sample.child.pid}/status`, "utf8");
    const most = Number(/^VmPeak:\s+(\d+)/m.exec(status)?.[1]) + MORE_KILOBYTES;
    sample.child.kill();
    const command = `ulimit -v ${most} && exec "$0" "$1" -cborrpc 127.0.0.1:0`;
    const child = spawn("sh", ["-c", command, process.execPath, main]);
    const log: string[] = [];
    child.stderr.on("data", (text) => log.push(String(text)));
    const [text] = await once(child.stdout, "data");
    const port = Number(/:(\d+)\n$/.exec(String(text))?.[1]);
    // The heads of messages of 60 MB and a part: their buffers are allocated when an eighth is there.
    const part = Buffer.concat([Buffer.from("d8185a03938700", "hex"), Buffer.alloc(10_000_000)]);
    const sockets = Array.from({ length: 12 }, () => connect(port, "127.0.0.1").on("error", () => {}));
    for (const socket of sockets) socket.write(part);
    await Promise.race(sockets.map((socket) => new Promise((resolve) => socket.resume().once("close", resolve))));
    expect(await replies(port, 10)).toBe(10);
    for (const socket of sockets) socket.destroy();
    child.kill();
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(log.join("")).toMatch(/closed connection=\d+ from=127.0.0.1 reason="it holds \d+ bytes, most of all/);
  });

  it("exits with 1 on a port that is taken, 2 on a wrong flag and on a configuration that is not there", async () => {
    const { child, port, ended } = await started();
    const exitOf = (...flags: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [main, ...flags], { encoding: "utf8" });
      return [status, stderr.trim().split("\n").length];
    };
    expect(exitOf("-cborrpc", `127.0.0.1:${port}`)).toEqual([1, 1]);
    expect(exitOf("-nosuch")).toEqual([2, 1]);
    expect(exitOf("-config", "/nonexistent/config.yaml")).toEqual([2, 1]);
    child.kill();
    await ended;
  });
});
