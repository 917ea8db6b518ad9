import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { dirSync } from "tmp";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UsageError } from "../command.ts";
import { parseAddress } from "./address.ts";
import { freePort, lastWords } from "./command.ts";
import { DaemonError, daemonAt, startDaemon } from "./daemon.ts";
import { fakeCommand } from "./testing/fake-daemon.ts";
import { listen } from "./testing/listen.ts";

const LATER = { milliseconds: 20_000 };
const ANSWER = 'socket.write(Buffer.from("d818a0".replace("a0", "41a0"), "hex"));';

async function refusal(opening: Promise<unknown>): Promise<DaemonError> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DaemonError) return error;
  throw new Error(`no DaemonError: ${String(error)}`);
}

/** The state of a process; a killed one is a zombie, Z, until its parent has waited for it. */
function stateOf(pid: number): string | undefined {
  return existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] : "gone";
}

describe("freePort()", () => {
  it("gives no port twice while a daemon that got it may still be starting", async () => {
    const ports: number[] = [];
    for (let i = 0; i < 900; i++) ports.push(await freePort());
    expect(new Set(ports).size).toBe(900);
  });
});

describe("lastWords()", () => {
  afterEach(() => void vi.useRealTimers());

  it("does not wait for a stderr that is closed already, as where it ends before the exit is told", async () => {
    const stderr = new PassThrough();
    stderr.destroy();
    await once(stderr, "close");
    // With this clock time never passes, so that waiting would never end.
    vi.useFakeTimers();
    await expect(lastWords(stderr)).resolves.toBeUndefined();
  });

  it("waits for one that another process keeps open, but not for ever", async () => {
    vi.useFakeTimers();
    const stderr = new PassThrough();
    const waited = lastWords(stderr);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(waited).resolves.toBeUndefined();
    expect(stderr.destroyed).toBe(true);
  });
});

describe("startDaemon()", () => {
  it("is ready once the daemon answers, and ends it with its children", async () => {
    const daemon = await startDaemon(["/bin/sh", "-c", `"$@" & wait`, "sh", ...fakeCommand(ANSWER)], LATER);
    expect(daemon.owned).toBe(true);
    expect(daemon.crash()).toBeUndefined();
    (await daemon.connect()).destroy();
    await daemon.stop();
    await expect(daemon.connect()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("has this process listen for its own end once, however many daemons run, and no longer than they do", async () => {
    const before = process.listenerCount("exit");
    const daemons = await Promise.all([1, 2, 3].map(() => startDaemon(fakeCommand(ANSWER), LATER)));
    expect(process.listenerCount("exit")).toBe(before + 1);
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    expect(process.listenerCount("exit")).toBe(before);
  });

  it("ends what a wrapper leaves behind that ended by itself", async () => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "pid");
    const script = `"$@" & echo $! > ${file}; exit 5`;
    const error = await refusal(startDaemon(["/bin/sh", "-c", script, "sh", ...fakeCommand("")], LATER));
    expect(error.message).toContain("exited with code 5");
    const pid = Number(readFileSync(file, "utf8"));
    await expect.poll(() => stateOf(pid), { timeout: 60_000 }).toMatch(/^(Z|gone)$/);
    folder.removeCallback();
  });

  it("ends a daemon that puts itself into the background, and says so", async () => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "pid");
    const source = `require("child_process").spawn(process.execPath, ["-e", \`
      require("fs").writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000);
    \`], { detached: true, stdio: ["ignore", "ignore", "inherit"] }).unref();
    setInterval(() => { if (require("fs").existsSync(${JSON.stringify(file)})) process.exit(0); }, 20);`;
    const error = await refusal(startDaemon([process.execPath, "-e", source, "{port}"], LATER));
    expect(error.code).toBe("start-failed");
    const why = "exited with code 0, and left a daemon in the background: start it in the foreground";
    expect(error.message).toContain(why);
    await expect.poll(() => stateOf(Number(readFileSync(file, "utf8"))), { timeout: 60_000 }).toMatch(/^(Z|gone)$/);
    folder.removeCallback();
  });

  it("shows what a daemon wrote so that no terminal and no CI system obeys it", async () => {
    const source = 'console.error("::error::a\\u001b]0;b\\u0007\\u009bc\\u202e##[error]"); process.exit(7);';
    const error = await refusal(startDaemon([process.execPath, "-e", source, "{port}"], LATER));
    expect(error.message).toMatch(/\n {2}\| ::error::a\\u001b\]0;b\\u0007\\u009bc\\u202e#\\u0023\[error\]$/);
  });

  it("tells how a daemon ended that could not start, with the end of its stderr once", async () => {
    const source = 'console.error("first\\nthe port is cursed"); process.exit(7);';
    const error = await refusal(startDaemon([process.execPath, "-e", source, "{port}"], LATER));
    expect(error.code).toBe("start-failed");
    expect(error.message).toMatch(
      /exited with code 7; the end of its stderr:\n {2}\| first\n {2}\| the port is cursed$/,
    );
  });

  it("tells of a command that does not exist", async () => {
    const error = await refusal(startDaemon(["/nonexistent/daemon", "{port}"], LATER));
    expect(error.code).toBe("start-failed");
    expect(error.message).toMatch(/could not be started: there is no program '\/nonexistent\/daemon' \(.*ENOENT\)/);
    expect(error.first).toBeUndefined();
  });

  it("tells of a command line in quotes that it is taken for the name of a program", async () => {
    const error = await refusal(startDaemon(["my-daemon --port {port}"], LATER));
    expect(error.message).toContain(
      "no program 'my-daemon --port {port}'; write the words of the command without quotes",
    );
  });

  it("waits less for a daemon that accepts connections, if it shall", async () => {
    const source = 'require("net").createServer((s) => s.on("error", () => {})).listen({port}, "127.0.0.1")';
    const command = [process.execPath, "-e", source];
    const error = await refusal(startDaemon(command, { ...LATER, acceptedMilliseconds: 300 }));
    expect(error.message).toContain("within 0.3 s: it accepts connections but does not reply");
    expect(error.first).toMatchObject({ call: "worker_stats()", fault: { says: "no reply in time" } });
  });

  it("tells of a crash after the start", async () => {
    const daemon = await startDaemon(
      fakeCommand(`${ANSWER} if (chunk.length < 9) { console.error("bang"); process.exit(3); }`),
      LATER,
    );
    const stream = await daemon.connect();
    const closed = new Promise((resolve) => stream.once("close", resolve));
    stream.resume().on("error", () => {});
    stream.write("die");
    await closed;
    await daemon.stop();
    expect(daemon.crash()).toMatch(/exited with code 3; the end of its stderr:\n {2}\| bang/);
  });

  it("restarts as a new process", async () => {
    const daemon = await startDaemon(fakeCommand(ANSWER), LATER);
    const before = await daemon.connect();
    before.on("error", () => {}).resume();
    const ended = new Promise((resolve) => before.once("close", resolve));
    await daemon.restart();
    await ended;
    (await daemon.connect()).destroy();
    await daemon.stop();
  });

  it("stops waiting when the user interrupts", async () => {
    const interrupt = new AbortController();
    const opening = startDaemon(fakeCommand("interrupt.toString();"), {
      milliseconds: 20_000,
      signal: interrupt.signal,
    });
    interrupt.abort();
    expect((await refusal(opening)).code).toBe("interrupted");
  });

  it("needs a place for the port", async () => {
    await expect(startDaemon(["daemon"], LATER)).rejects.toThrow(UsageError);
  });
});

describe("daemonAt()", () => {
  it.concurrent.each<[string, string, (socket: Socket) => void]>([
    ["says nothing", "it accepts connections but does not reply", () => {}],
    ["closes", "it closes the connection without a reply", (socket) => socket.end()],
    ["answers with no frame", "it answers with bytes that are no frame", (socket) => socket.write("\xff", "latin1")],
    ["speaks JSON", '9 bytes came that are no frame: "{\\"id\\": 1}"', (socket) => socket.write('{"id": 1}')],
  ])("gives up on a daemon that %s", async (_, why, onData) => {
    const server = createServer((socket) => socket.on("error", () => {}).on("data", () => onData(socket)));
    const error = await refusal(daemonAt(await listen(server), { milliseconds: 2_000 }));
    server.close();
    expect(error.message).toContain(why);
  });

  it("takes a daemon that is slow and right, whose every answer comes after the first question was given up", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", () => setTimeout(() => socket.write(Buffer.from("d81841a0", "hex")), 700));
    });
    const daemon = await daemonAt(await listen(server), LATER);
    server.close();
    expect(daemon.owned).toBe(false);
  });

  it("refuses an address where nobody listens", async () => {
    const server = createServer();
    const address = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await refusal(daemonAt(address, { milliseconds: 400 }));
    expect(error.code).toBe("not-listening");
    expect(error.message).toContain("ECONNREFUSED");
  });
});

describe("parseAddress()", () => {
  it.each([
    ["localhost:5932", { host: "localhost", port: 5932 }],
    [":5932", { host: "127.0.0.1", port: 5932 }],
    ["[::1]:80", { host: "::1", port: 80 }],
  ])("reads %s", (text, address) => {
    expect(parseAddress(text)).toEqual(address);
  });

  it.each(["", "localhost", "localhost:", "localhost:0", "localhost:70000", "::1:80", "a:b"])(
    "refuses '%s'",
    (text) => {
      expect(() => parseAddress(text)).toThrow(UsageError);
    },
  );
});
