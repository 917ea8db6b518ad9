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
  it("makes goldens of two runs with a pause between them", async () => {
    const recording = recordingOf(always("0"));
    const [fresh] = await recordSessions(recording, passes([clear("0")], [clear("0")]));
    expect(recording.paused()).toBe(1);
    expect(fresh?.golden).toMatchObject({
      id: "area/case",
      requires: ["K1"],
      recorded: { daemon: "fake 1.0", client: "coordinate 0.1.5 / CPython 2.7.18", at: "2026-01-01" },
    });
  });

  it("rejects a test that only one of the runs has", async () => {
    const recorded = recordSessions(recordingOf(always("0")), passes([clear("0")], []));
    await expect(recorded).rejects.toMatchObject({ code: "unlike" });
  });

  it("skips unwanted goldens, even if their two recordings do not match", async () => {
    const recording = { ...recordingOf(always("0")), wanted: () => false };
    expect(await recordSessions(recording, passes([clear("0")], [clear("7")]))).toEqual([]);
  });
});

describe("recordDefinition()", () => {
  const definition = { id: "wire/x", title: "t", requires: ["K1"], steps: [{ sends: [requestFrame(1, "clear", "")] }] };

  it("records the daemon's replies", async () => {
    const { golden } = await recordDefinition(recordingOf(always("7")), definition, "raw requests");
    expect(golden.steps[0]).toMatchObject({ replies: [{ says: "7" }] });
  });

  it("rejects a daemon that closes the connection instead of answering", async () => {
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

  it("accepts a golden that replays without a difference", async () => {
    await expect(verify(recordingOf(always("7")), await record("7"))).resolves.toBeUndefined();
  });

  it("rejects a golden that differs on replay", async () => {
    await expect(verify(recordingOf(always("8")), await record("7"))).rejects.toMatchObject({
      code: "unlike",
      message:
        "nothing is recorded: area/case differs when it is played back, step 1 result value: recorded 7, played back 8",
    });
  });

  it("rejects data that identifies this machine, before anything is played", async () => {
    const fresh = await record("'/home/somebody'");
    await expect(
      verify(
        recordingOf(() => "close"),
        fresh,
      ),
    ).rejects.toMatchObject({ code: "machine" });
  });
});
