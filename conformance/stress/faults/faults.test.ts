import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf } from "../../cbor/frame.ts";
import { listen as listenLocally } from "../../client/testing/listen.ts";
import { seeded } from "../../random.ts";
import { Director } from "./director.ts";
import type { Fault, Ground } from "./fault.ts";
import { clock, killConnection, killProcess, pauseProcess, restart } from "./process.ts";
import { halfOpen, hostile, slowReader } from "./strangers.ts";

type Came = { readonly bytes: Buffer[]; isOver: boolean };

/** A server whose connections are handled by `onData`; it stores what each connection received. */
async function listen(onData: (socket: Socket, bytes: Buffer) => void = () => {}) {
  const came: Came[] = [];
  const server = createServer((socket) => {
    const one: Came = { bytes: [], isOver: false };
    came.push(one);
    socket.on("data", (chunk: Buffer) => {
      one.bytes.push(chunk);
      onData(socket, chunk);
    });
    // Resetting a connection is one of the faults.
    socket.on("error", () => {});
    socket.on("close", () => {
      one.isOver = true;
    });
  });
  const address = await listenLocally(server);
  onTestFinished(() => void server.close());
  return { came, address: () => address };
}

/** The actions of a fault as text. */
function ground(parts: Partial<Ground> = {}): { ground: Ground; did: string[] } {
  const did: string[] = [];
  return {
    did,
    ground: {
      random: seeded(1),
      address: () => ({ host: "127.0.0.1", port: 1 }),
      pid: () => undefined,
      clientPid: () => undefined,
      strikeClient: (fault) => did.push(fault),
      killClients: async () => did.push("kill process") > 0,
      restart: async () => void did.push("restart"),
      life: () => 0,
      setClock: (seconds) => did.push(`clock ${seconds}`),
      complain: (what) => did.push(what),
      hostileFrame: () => Buffer.from("ff", "hex"),
      ...parts,
    },
  };
}

const strikes = async (fault: Fault, times: number, on: Ground) => {
  const struck: boolean[] = [];
  for (let i = 0; i < times; i++) struck.push(await fault.strike(on));
  return struck;
};

describe("a fault strikes:", () => {
  it("kill-connection cuts clients off, and kills some", async () => {
    const { ground: on, did } = ground();
    expect(await strikes(killConnection, 30, on)).not.toContain(true);
    expect(new Set(did)).toEqual(new Set(["cut", "kill"]));
  });

  it("kill-process kills a process of clients, and has no effect if clients run in threads", async () => {
    const { ground: on, did } = ground();
    expect([await killProcess.strike(on), did]).toEqual([true, ["kill process"]]);
    expect(await killProcess.strike(ground({ killClients: async () => false }).ground)).toBe(false);
  });

  // Whether a process that was sent SIGSTOP has stopped is a matter of when it next gets the processor.
  it.each([
    ["pid", -4242],
    ["clientPid", 4242],
  ] as const)("pause stops the process of %s and resumes it", async (whose, signalled) => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    onTestFinished(() => kill.mockRestore());
    const { ground: on } = ground({
      [whose]: () => 4242,
      random: { ...seeded(1), percent: () => true, below: () => 0 },
    });
    expect(await pauseProcess.strike(on)).toBe(true);
    expect(kill.mock.calls).toEqual([
      [signalled, "SIGSTOP"],
      [signalled, "SIGCONT"],
    ]);
  });

  it("pause has no effect on a process that has ended", async () => {
    const kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw new Error("ESRCH");
    });
    onTestFinished(() => kill.mockRestore());
    expect(
      await pauseProcess.strike(ground({ pid: () => 4242, random: { ...seeded(1), percent: () => true } }).ground),
    ).toBe(false);
  });

  it("pause makes a client sleep if no process can be stopped", async () => {
    const { ground: on, did } = ground();
    expect([await pauseProcess.strike(on), did]).toEqual([false, ["sleep"]]);
  });

  it("slow-reader requests large replies and reads none", async () => {
    const reply = Buffer.alloc(100_000);
    let unread = 0;
    const { came, address } = await listen((socket) => {
      for (let i = 0; i < 100; i++) socket.write(reply);
      unread = Math.max(unread, socket.writableLength);
    });
    expect(await slowReader.strike(ground({ address, random: { ...seeded(1), below: () => 0 } }).ground)).toBe(true);
    expect(Buffer.concat(came.flatMap(({ bytes }) => bytes)).length).toBeGreaterThan(5_000);
    expect(unread).toBeGreaterThan(1_000_000);
  });

  it("half-open sends half a frame, or closes its sending side and still expects the reply", async () => {
    const answer = frameOf(assemble("{'id': 7, 'result': null}"));
    const { came, address } = await listen((socket) => socket.write(answer));
    const halves = ground({ address, random: { ...seeded(1), percent: () => true, below: () => 3 } });
    expect(await halfOpen.strike(halves.ground)).toBe(true);
    const closers = ground({ address, random: { ...seeded(1), percent: () => false, below: () => 0 } });
    expect(await halfOpen.strike(closers.ground)).toBe(true);
    expect(came.map(({ bytes }) => Buffer.concat(bytes).length)).toEqual([4, expect.any(Number)]);
    expect([halves.did, closers.did]).toEqual([[], []]);
  });

  it("half-open reports a violation if no reply comes", async () => {
    const { address } = await listen((socket) => socket.end());
    const { ground: on, did } = ground({ address, random: { ...seeded(1), percent: () => false, below: () => 0 } });
    await halfOpen.strike(on);
    expect(did).toEqual([expect.stringContaining("got no reply")]);
  });

  it("hostile sends malformed requests on several connections", async () => {
    const { came, address } = await listen();
    expect(await hostile.strike(ground({ address }).ground)).toBe(true);
    const sent = () => came.map(({ bytes }) => Buffer.concat(bytes).toString("hex"));
    await expect.poll(sent, { timeout: 60_000 }).toEqual(Array.from({ length: 8 }, () => "ff"));
  });

  it("clock sets the clock forwards and back", async () => {
    const { ground: on, did } = ground();
    await strikes(clock, 40, on);
    expect(new Set(did)).toEqual(new Set(["clock 3600", "clock -3600", "clock 90", "clock -5", "clock 0"]));
  });

  it("restart restarts the daemon, never twice at the same time", async () => {
    const { ground: on, did } = ground();
    expect([await restart.strike(on), did]).toEqual([true, ["restart"]]);
  });
});

describe("Director", () => {
  it("kills, stops and restarts processes one at a time, in the order requested", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let underWay = 0;
    let most = 0;
    const take = async (seconds: number) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      underWay--;
    };
    const { ground: on } = ground({
      restart: async () => await take(3),
      killClients: async () => {
        await take(1);
        return true;
      },
    });
    const director = new Director(
      on,
      ["restart", "kill-process"],
      () => 0,
      () => {},
    );
    await vi.advanceTimersByTimeAsync(40_000);
    const over = director.end();
    await vi.advanceTimersByTimeAsync(5_000);
    await over;
    expect(most).toBe(1);
    expect([...director.struck.values()].every((count) => count > 2)).toBe(true);
  });

  it("counts a fault only if it took effect", async () => {
    const director = new Director(
      ground().ground,
      ["pause", "slow-reader"],
      () => 0,
      () => {},
    );
    director.count("pause");
    await director.end();
    expect([...director.struck]).toEqual([
      ["pause", 1],
      ["slow-reader", 0],
    ]);
  });
});
