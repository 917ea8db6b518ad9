import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { ageIn } from "./age.ts";

function asked(number: number, method: string, params: string, result: string) {
  const reply = frameOf(assemble(`{'id': ${number}, 'result': ${result}}`));
  return { number, send: requestFrame(number, method, params), reply, sentAt: 0, receivedAt: 0 };
}

const heartbeat = (number: number, worker: string) =>
  asked(number, "worker_heartbeat", `'${worker}', 'm', 60, {}, null`, "[true, null]");

describe("ageIn()", () => {
  it("masks an age relative to the worker's last heartbeat", () => {
    const info = asked(4, "get_worker_info", "'w'", '[{"age_seconds": 0}, null]');
    expect(ageIn([heartbeat(1, "w"), heartbeat(2, "w"), heartbeat(3, "other"), info])).toEqual([
      { at: "[0].age_seconds", line: 0, is: "age", since: 2 },
    ]);
  });

  it.each(['[{"age_seconds": "3"}, null]', "[{}, null]", "null", '{"age_seconds": 3}'])(
    "masks nothing in %s",
    (result) => {
      expect(ageIn([heartbeat(1, "w"), asked(2, "get_worker_info", "'w'", result)])).toEqual([]);
    },
  );
});
