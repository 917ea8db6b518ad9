import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DirResult, dirSync } from "tmp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { describeReply, describeRequests } from "../golden/describe.ts";
import { GOLDENS } from "../package-files.ts";
import { replyFrame } from "../record/testing/session.ts";
import { loadTraffic } from "./load.ts";
import { FIN, pcapFile, pcapngFile, type Sent, SYN } from "./testing/capture.ts";
import type { Turn } from "./turn.ts";

let folder: DirResult;
beforeEach(() => {
  folder = dirSync({ unsafeCleanup: true });
});
afterEach(() => folder.removeCallback());

function load(name: string, content: string | Buffer): Turn[] {
  const file = join(folder.name, name);
  writeFileSync(file, content);
  return loadTraffic(file).flatMap(({ turns }) => turns);
}
const read = (turns: readonly Turn[]) =>
  turns.map(({ send, reply }) => [describeRequests(send).join(), reply === undefined ? "none" : describeReply(reply)]);

const [ask, more] = [requestFrame(1, "clear", ""), requestFrame(2, "now", "")];
const [answer, time] = [replyFrame(1, "0"), replyFrame(2, "1795470190")];
const CALLS = [
  ["clear()", "0"],
  ["now()", "1795470190"],
];

/** The two calls in difficult segments: split, repeated, out of order, and past the wrap of the sequence numbers. */
const START = 2 ** 32 - 10;
const AWKWARD: readonly Sent[] = [
  { from: "client", sequence: START - 1, flags: SYN, at: 100 },
  { from: "daemon", sequence: 499, flags: SYN | 0x10, at: 100.1 },
  { from: "client", sequence: START + 5, payload: ask.subarray(5), at: 100.2 },
  { from: "client", sequence: START, payload: ask.subarray(0, 8), at: 100.3 },
  { from: "daemon", sequence: 500, payload: answer, at: 100.4 },
  { from: "daemon", sequence: 500, payload: answer, at: 100.45 },
  { from: "client", sequence: START + ask.length, payload: more, at: 100.5 },
  { from: "daemon", sequence: 500 + answer.length, payload: time, at: 100.75 },
  { from: "client", sequence: START + ask.length + more.length, flags: FIN, at: 101 },
];

describe("loadTraffic()", () => {
  it.each([
    ["a classic capture", pcapFile(AWKWARD)],
    ["one of a big-endian machine", pcapFile(AWKWARD, { little: false })],
    ["one in nanoseconds", pcapFile(AWKWARD, { nanoseconds: true })],
    ["a pcapng capture", pcapngFile(AWKWARD)],
    ["a capture that was cut off", Buffer.concat([pcapFile(AWKWARD), Buffer.from([1, 2, 3])])],
  ])("puts the calls in %s together, each with its time", (_, file) => {
    const turns = load("x.pcap", file);
    expect(read(turns)).toEqual(CALLS);
    expect(turns.map(({ sentAt, receivedAt }) => [sentAt, receivedAt].map((at) => Math.round(at * 100) / 100))).toEqual(
      [
        [100.3, 100.4],
        [100.5, 100.75],
      ],
    );
  });

  it("finds out who is the client when a capture starts in the middle of a connection", () => {
    const file = pcapFile([
      { from: "client", sequence: 7, payload: ask, at: 1 },
      { from: "daemon", sequence: 9, payload: answer, at: 2 },
    ]);
    expect(read(load("x.pcap", file))).toEqual(CALLS.slice(0, 1));
  });

  it("leaves connections of other protocols out", () => {
    expect(
      load("x.pcap", pcapFile([{ from: "client", sequence: 7, payload: Buffer.from("GET / HTTP/1.1"), at: 1 }])),
    ).toEqual([]);
  });

  it("reads calls as JSON lines, after a first line about them", () => {
    const line = (send: Buffer, reply: Buffer) =>
      JSON.stringify({ conn: 2, at: 5, send: send.toString("hex"), reply: reply.toString("hex") });
    const turns = load("x.jsonl", `{"test": "a"}\n${line(ask, answer)}\n${line(more, time)}\n`);
    expect(read(turns)).toEqual(CALLS);
    expect(turns[0]).toMatchObject({ conn: 2, sentAt: 5 });
  });

  it("reads goldens, a folder of them too", () => {
    const kept = loadTraffic(join(GOLDENS, "sanity"));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept[0]?.turns.length).toBeGreaterThan(0);
  });

  it.each([
    ["x.txt", "hello", "is neither a golden"],
    ["x.jsonl", "{]", "x.jsonl:1: this is no JSON"],
    ["x.jsonl", '{}\n{"conn": 1, "at": 1, "send": "zz"}', "x.jsonl:2: a call has conn"],
  ])("refuses %s with %s", (name, content, message) => {
    expect(() => load(name, content)).toThrow(message);
  });

  it("refuses what is not there, and a folder without traffic", () => {
    mkdirSync(join(folder.name, "empty"));
    expect(() => loadTraffic("/nowhere")).toThrow("/nowhere is not there");
    expect(() => loadTraffic(join(folder.name, "empty"))).toThrow("holds no traffic");
  });
});
