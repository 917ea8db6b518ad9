import { describe, expect, it } from "vitest";
import { describeRequests } from "../golden/describe.ts";
import { parseGolden } from "../golden/load.ts";
import { PROVENANCE } from "../golden/testing/golden.ts";
import { formatGolden } from "../golden/write.ts";
import { goldens } from "../run/suite.ts";
import { deriveSteps } from "./derive.ts";
import { machineDataIn } from "./machine.ts";
import { reduceWorkerSession } from "./reduce.ts";
import { sessionOf } from "./testing/session.ts";

function told(call: string, result: string, host = "build-host-7"): string[] {
  const session = sessionOf([call, result]);
  const text = formatGolden({
    title: "t",
    requires: ["K1"],
    recorded: PROVENANCE,
    steps: deriveSteps(session, session),
  });
  return machineDataIn(parseGolden("a/b", "a/b.yaml", text), host);
}

describe("machineDataIn()", () => {
  it.each([
    ["a path in a traceback", `f({'traceback': 'File "/usr/lib/python2.7/x.py", line 3'})`, "null"],
    ["a path in a reply", "f()", "'/home/somebody/x'"],
    ["an address", "f(['10.1.2.3'])", "null"],
    ["the host name", "f()", `"build-host-7.example"`],
    ["a worker's host data", "f({'hostname': 'x'})", "null"],
  ])("finds %s", (what, call, result) => {
    expect(told(call, result)).toHaveLength(1);
    expect(told(call, result)[0]).toContain(what.replace(/ in .*/, ""));
  });

  it("does not report a host name that is too short to tell anything", () => {
    expect(told("f()", `"a kvm"`, "vm")).toEqual([]);
  });

  it("does not report data that is the same on every machine", () => {
    expect(told("f({'address': '127.0.0.1', 'ratio': 'a/b', 'memory': 1.5})", "'tmp'")).toEqual([]);
  });

  it("finds nothing in the goldens of this package", () => {
    expect(goldens().flatMap((golden) => machineDataIn(golden))).toEqual([]);
  });
});

describe("reduceWorkerSession()", () => {
  it("numbers worker ids in all requests, and removes the host's data from heartbeats", () => {
    const beat = (id: string) =>
      `worker_heartbeat('${id}', 'RUN', 6000, {'version': '0.1.5', 'pid': 77, 'hostname': 'h', 'worker_id': '${id}', 'parent': null}, null)`;
    const session = sessionOf(
      [beat("c0ffee"), "[true, null]"],
      0.5,
      [`get_work('c0ffee', {'note': "c0ffee"})`, "[null, null]"],
      [beat("beef"), "[true, null]", 1000, 2],
      ["worker_unregister('c0ffee')", "[true, null]"],
    );
    const steps = reduceWorkerSession(session).map((step) =>
      "wait" in step ? step.wait : `${step.conn} ${describeRequests(Buffer.concat(step.sends)).join()}`,
    );
    const reduced = (id: string) =>
      `worker_heartbeat('${id}', 'RUN', 6000, {'parent': null, 'version': '0.1.5', 'worker_id': '${id}'}, null)`;
    expect(steps).toEqual([
      `1 ${reduced("worker-1")}`,
      0.5,
      `1 get_work('worker-1', {'note': "worker-1"})`,
      `2 ${reduced("worker-2")}`,
      "1 worker_unregister('worker-1')",
    ]);
  });
});
