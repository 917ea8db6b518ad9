import { describe, expect, it } from "vitest";
import type { Connection } from "./connection.ts";
import { ConnectionWatch } from "./connection-watch.ts";

/** A connection as seen by the watch, and the reason for which it was closed. */
function watched(limits: { frameMillis?: number; idleMillis?: number }) {
  const state = { frames: 0, chunks: 0, isInFrame: false, isIdle: true };
  const reasons: string[] = [];
  const probed: number[] = [];
  const connection = Object.assign(state, {
    close: (reason: string) => reasons.push(reason),
    probe: () => probed.push(state.frames),
  });
  const clock = { now: 0 };
  // The watch uses only these parts of a connection.
  const connections = new Map([["only", connection as unknown as Connection]]);
  const watch = new ConnectionWatch(connections, { frameMillis: 60_000, idleMillis: 0, ...limits }, () => clock.now);
  return {
    state,
    reasons,
    probed,
    pass(millis: number) {
      clock.now += millis;
      watch.look();
    },
  };
}

describe("ConnectionWatch", () => {
  it("closes a connection whose message takes too long, however often a byte of it comes", () => {
    const { state, reasons, pass } = watched({ frameMillis: 3_000 });
    state.isInFrame = true;
    for (let i = 0; i < 3; i++) {
      state.chunks++;
      pass(1_000);
      expect(reasons).toEqual([]);
    }
    pass(1_000);
    expect(reasons).toEqual(["a message took longer than 3 s to arrive"]);
  });

  it("lets one be that is in the middle of another message each time", () => {
    const { state, reasons, pass } = watched({ frameMillis: 3_000 });
    state.isInFrame = true;
    for (let i = 0; i < 20; i++) {
      state.frames++;
      pass(1_000);
    }
    expect(reasons).toEqual([]);
  });

  it("lets idle connections be, unless there is a limit to that", () => {
    const { reasons, pass } = watched({});
    for (let i = 0; i < 100; i++) pass(1_000_000);
    expect(reasons).toEqual([]);
  });

  it("closes a connection over which nothing came for as long as that limit", () => {
    const { state, reasons, pass } = watched({ idleMillis: 5_000 });
    pass(0);
    pass(4_000);
    state.chunks++;
    pass(4_000);
    pass(4_000);
    expect(reasons).toEqual([]);
    pass(1_000);
    expect(reasons).toEqual(["nothing came for 5 s"]);
  });

  it("does not call one idle that has something to be answered or taken", () => {
    const { state, reasons, pass } = watched({ idleMillis: 5_000 });
    state.isIdle = false;
    for (let i = 0; i < 5; i++) pass(5_000);
    expect(reasons).toEqual([]);
  });

  it("has a connection that is at work on the same message as a look ago find out whether its client is there", () => {
    const { state, probed, pass } = watched({});
    state.isIdle = false;
    for (let i = 0; i < 3; i++) {
      state.frames++;
      pass(1_000);
    }
    expect(probed).toEqual([]);
    pass(1_000);
    expect(probed).toEqual([3]);
  });
});
