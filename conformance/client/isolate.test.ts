import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { replyOf as reply } from "../golden/testing/golden.ts";
import { openControl } from "./isolate.ts";
import { fakeDaemon } from "./testing/fake-daemon.ts";

describe("openControl()", () => {
  const call = (method: string, params: string) => requestFrame(1, method, params).toString("hex");

  it("clears specs, unregisters workers, and releases the locks that a case needs", async () => {
    const seen: string[] = [];
    const connect = fakeDaemon((request) => {
      seen.push(Buffer.from(request).toString("hex"));
      return [reply(`[{"w1": "idle", 'w2': 'x'}, null]`)];
    });
    const control = await openControl({ connect }, 1000);
    expect(await control.isolate([requestFrame(1, "unlock", "'me', [[]]")])).toBe(true);
    expect(seen).toEqual([
      call("clear", ""),
      call("list_worker_modes", ""),
      call("worker_unregister", '"w1"'),
      call("worker_unregister", "'w2'"),
      call("unlock", "'me', [[]]"),
    ]);
    control.close();
  });

  it.each([
    ["[[], null]", []],
    [`[[{"name": "s"}, {'name': 't'}], null]`, ['"s"', "'t'"]],
    ["128([[{'name': 't'}], null])", ["'t'"]],
    ["5", undefined],
  ])("reads the work specs of %s", async (result, names) => {
    const control = await openControl({ connect: fakeDaemon(() => [reply(result)]) }, 1000);
    expect(await control.workSpecs()).toEqual(names);
    control.close();
  });

  it("says when nothing answers", async () => {
    const control = await openControl({ connect: fakeDaemon(() => []) }, 50);
    expect(await control.isolate([])).toBe(false);
    expect(await control.workSpecs()).toBeUndefined();
    control.close();
  });
});
