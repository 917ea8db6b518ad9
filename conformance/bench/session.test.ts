import { expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { listeningFake } from "../client/testing/fake-daemon.ts";
import { callIn } from "../protocol/call.ts";
import type { Running } from "./daemon.ts";
import { FIRST_ID } from "./request.ts";
import { cycle } from "./workloads/cycle.ts";

it("a daemon whose first calls fail is stopped, and no connection to it stays open", async () => {
  const closed: string[] = [];
  let id = FIRST_ID;
  const { address, stop } = await listeningFake((request) => {
    const method = callIn(request)?.method;
    if (method === "list_work_specs") id = FIRST_ID;
    id++;
    return [
      frameOf(assemble(`{'id': ${id}, 'result': ${method === "list_work_specs" ? "[[], null]" : "[false, null]"}}`)),
    ];
  });
  const running: Running = { address, pid: 1, startSeconds: 0, stop: async () => void closed.push("daemon") };
  const daemon = { name: "d", isSpawned: true, start: async () => running };
  await expect(cycle(10, 1, 1).prepare(daemon, new AbortController().signal)).rejects.toThrow("set_work_spec");
  expect(closed).toEqual(["daemon"]);
  await stop();
});
