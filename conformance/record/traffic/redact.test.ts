import { describe, expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { describeReply, describeRequests } from "../../golden/describe.ts";
import type { Turn } from "../../traffic/turn.ts";
import { replyFrame } from "../testing/session.ts";
import { redact } from "./redact.ts";

const turn = (method: string, params: string, result: string): Turn => ({
  conn: 1,
  send: requestFrame(1, method, params),
  reply: replyFrame(1, result),
  closed: false,
  sentAt: 1,
  receivedAt: 2,
});
const read = (turns: readonly Turn[]) =>
  turns.flatMap(({ send, reply }) => [...describeRequests(send), describeReply(reply ?? new Uint8Array())]);

describe("redact()", () => {
  it("replaces a value under a key in requests and replies, whether the key is bytes or text", () => {
    const { turns, counts } = redact(
      [
        turn("set_work_spec", "{'name': 's', 'config': {'password': 'geheim'}}", "[true, null]"),
        turn("get_work_spec", "'s'", `{"name": "s", "config": {"password": 'geheim'}}`),
      ],
      ["config.password"],
    );
    expect(read(turns)).toEqual([
      "set_work_spec({'name': 's', 'config': {'password': 'redacted-1'}})",
      "[true, null]",
      "get_work_spec('s')",
      `{"name": "s", "config": {"password": 'redacted-1'}}`,
    ]);
    expect(counts).toEqual([2]);
  });

  it("replaces every string that contains the secret", () => {
    const { turns } = redact(
      [
        turn("add_work_units", "'s', [['u', {'token': 'tok-123'}]]", "[true, null]"),
        turn("update_work_unit", "'s', 'u', {'data': {'url': 'http://h/?t=tok-123'}}", `[false, "no tok-123"]`),
      ],
      ["token"],
    );
    expect(read(turns).join("\n")).not.toContain("tok-123");
    expect(read(turns)[2]).toBe("update_work_unit('s', 'u', {'data': {'url': 'redacted-1'}})");
  });

  it("replaces different secrets by different words, and values that are not strings by one word", () => {
    const { turns } = redact(
      [turn("set_work_spec", "{'name': 's', 'a': {'pin': 1234}, 'b': {'pin': 'x'}, 'c': {'pin': {'y': 1}}}", "null")],
      ["pin"],
    );
    expect(read(turns)[0]).toBe(
      `set_work_spec({'name': 's', 'a': {'pin': "redacted"}, 'b': {'pin': 'redacted-1'}, 'c': {'pin': "redacted"}})`,
    );
  });

  it("reports a secret that remains as the key of a map", () => {
    expect(redact([turn("f", "{'token': 'tok-123'}, {'tok-123': 1}", "0")], ["token"]).leaks).toBe(true);
    expect(redact([turn("f", "{'token': 'tok-123'}, {'tok': 1}", "0")], ["token"]).leaks).toBe(false);
  });

  it("counts no values for a path that does not occur, so that typing errors are noticed", () => {
    expect(redact([turn("clear", "", "0")], ["pasword"]).counts).toEqual([0]);
    expect(redact([turn("f", "{'mypassword': 'x'}", "0")], ["password"]).counts).toEqual([0]);
  });
});
