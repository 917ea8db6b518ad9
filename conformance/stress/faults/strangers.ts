// Faults by clients outside the workload: they do not read replies, send incomplete frames, or send malformed requests.
import type { Socket } from "node:net";
import { splitFrames } from "../../cbor/frame.ts";
import { openSocket } from "../../client/socket.ts";
import { requestFrame } from "../wire/request-frame.ts";
import { SPEC_NAMES } from "../workload/plan.ts";
import { type Fault, type Ground, pause } from "./fault.ts";

/** Milliseconds that a daemon may take to reply to a client that has closed its sending side. */
const PATIENCE = 10_000;

function dial(ground: Ground, options: { allowHalfOpen?: boolean } = {}): Socket {
  const socket = openSocket(ground.address(), options);
  socket.on("error", () => {});
  return socket;
}

export const slowReader: Fault = {
  name: "slow-reader",
  pause: 1_500,
  async strike(ground) {
    const socket = dial(ground);
    socket.pause();
    const spec = ground.random.pick(SPEC_NAMES);
    for (let id = 1; id <= 200; id++) {
      socket.write(requestFrame(id, { do: "list", spec, status: 0, after: "", limit: 1_000 }));
    }
    await pause(500 + ground.random.below(1_500));
    if (ground.random.percent(50)) {
      socket.resume();
      await pause(500);
    }
    socket.destroy();
    return true;
  },
};

export const halfOpen: Fault = {
  name: "half-open",
  pause: 400,
  async strike(ground) {
    const life = ground.life();
    const frame = requestFrame(7, { do: "count", spec: ground.random.pick(SPEC_NAMES) });
    const socket = dial(ground, { allowHalfOpen: true });
    if (ground.random.percent(40)) {
      socket.write(frame.subarray(0, 1 + ground.random.below(frame.length - 1)));
      await pause(ground.random.below(2_000));
      socket.destroy();
      return true;
    }
    const received: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => received.push(chunk));
    const isAnswered = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE);
      socket.on("close", () => {
        clearTimeout(timer);
        resolve(splitFrames(Buffer.concat(received)).frames.length === 1);
      });
      socket.on("end", () => socket.end());
      // Closes the sending side as soon as the request is sent.
      socket.end(frame);
    });
    socket.destroy();
    if (!isAnswered && life === ground.life())
      ground.complain("a client that closed its side after a request got no reply, or no end of the connection");
    return true;
  },
};

export const hostile: Fault = {
  name: "hostile",
  pause: 150,
  async strike(ground) {
    const sockets = Array.from({ length: 8 }, () => dial(ground));
    for (const socket of sockets) {
      socket.resume();
      socket.write(ground.hostileFrame());
    }
    await pause(50);
    for (const socket of sockets) socket.destroy();
    return true;
  },
};
