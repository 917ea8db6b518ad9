import { describe, expect, it } from "vitest";
import { requestFrame, splitFrames } from "../cbor/frame.ts";
import { daemonBehind } from "../client/daemon.ts";
import { type Answer, fakeDaemon } from "../client/testing/fake-daemon.ts";
import { messageId } from "../golden/repeat.ts";
import { type Recording, recordDefinition, recordSessions, verify } from "./record.ts";
import type { Session } from "./session.ts";
import { replyFrame, sessionOf } from "./testing/session.ts";

/** A daemon that answers every call with one result. */
const always =
  (result: string): Answer =>
  (request) =>
    splitFrames(request).frames.map((frame) => replyFrame(Number(messageId(frame)?.value ?? 0), result));

function recordingOf(answer: Answer): Recording & { paused: () => number } {
  let pauses = 0;
  return {
    daemon: daemonBehind(fakeDaemon(answer)),
    daemonName: "fake 1.0",
    at: "2026-01-01",
    stepMilliseconds: 1000,
    wanted: () => true,
    signal: new AbortController().signal,
    say: () => undefined,
    pause: () => {
      pauses++;
      return Promise.resolve();
    },
    paused: () => pauses,
  };
}

const passes = (...sessions: Session[][]) => {
  const left = [...sessions];
  return () => Promise.resolve({ sessions: left.shift() ?? [], client: "coordinate 0.1.5 / CPython 2.7.18" });
};
const clear = (result: string) => sessionOf(["clear()", result]);

describe("recordSessions()", () => {
  it("makes goldens of two passes with time between them", async () => {
    const recording = recordingOf(always("0"));
    const [fresh] = await recordSessions(recording, passes([clear("0")], [clear("0")]));
    expect(recording.paused()).toBe(1);
    expect(fresh?.golden).toMatchObject({
      id: "area/case",
      requires: ["K1"],
      recorded: { daemon: "fake 1.0", client: "coordinate 0.1.5 / CPython 2.7.18", at: "2026-01-01" },
    });
  });

  it("refuses a test that ran once", async () => {
    const recorded = recordSessions(recordingOf(always("0")), passes([clear("0")], []));
    await expect(recorded).rejects.toMatchObject({ code: "unlike" });
  });

  it("leaves out what is not wanted, unlike as it may be", async () => {
    const recording = { ...recordingOf(always("0")), wanted: () => false };
    expect(await recordSessions(recording, passes([clear("0")], [clear("7")]))).toEqual([]);
  });
});

describe("recordDefinition()", () => {
  const definition = { id: "wire/x", title: "t", requires: ["K1"], steps: [{ sends: [requestFrame(1, "clear", "")] }] };

  it("keeps what the daemon answers", async () => {
    const { golden } = await recordDefinition(recordingOf(always("7")), definition, "raw requests");
    expect(golden.steps[0]).toMatchObject({ replies: [{ says: "7" }] });
  });

  it("refuses a daemon that closes where it should answer", async () => {
    const recorded = recordDefinition(
      recordingOf(() => "close"),
      definition,
      "raw requests",
    );
    await expect(recorded).rejects.toMatchObject({ code: "unlike-definition" });
  });
});

describe("verify()", () => {
  const record = async (result: string) =>
    recordSessions(recordingOf(always(result)), passes([clear(result)], [clear(result)]));

  it("accepts what plays back to the byte", async () => {
    await expect(verify(recordingOf(always("7")), await record("7"))).resolves.toBeUndefined();
  });

  it("refuses a golden that differs as it is played back", async () => {
    await expect(verify(recordingOf(always("8")), await record("7"))).rejects.toMatchObject({
      code: "unlike",
      message:
        "nothing is recorded: area/case differs when it is played back, step 1 result value: recorded 7, played back 8",
    });
  });

  it("refuses what tells about this machine, before anything is played", async () => {
    const fresh = await record("'/home/somebody'");
    await expect(
      verify(
        recordingOf(() => "close"),
        fresh,
      ),
    ).rejects.toMatchObject({ code: "machine" });
  });
});
