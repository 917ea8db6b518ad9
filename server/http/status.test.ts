import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { MAX_LISTED, shown, statusOf } from "./status.ts";
import { testSource } from "./testing/source.ts";

/** A text as a binary string of its UTF-8 bytes. */
const wire = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("statusOf()", () => {
  it("counts the units of every state", async () => {
    const { source, addSpec, addUnits, work } = testSource();
    addSpec("s", { paused: false, priority: 3n, weight: 7n });
    addUnits("s", ["a", "b", "c", "d", "e"]);
    addUnits("s", ["later"], 60);
    work("s", "finished");
    work("s", "failed");
    work("s", "pending");
    const units = { available: 2, delayed: 1, pending: 1, finished: 1, failed: 1 };
    const { specs, totals } = await statusOf(source);
    expect(specs).toEqual([{ name: "s", paused: false, continuous: false, priority: 3, weight: 7, ...units }]);
    expect(totals).toMatchObject({ specs: 1, ...units });
  });

  it("processes expired leases and delays first", async () => {
    const { source, addSpec, addUnits, work, clock } = testSource();
    addSpec("s");
    addUnits("s", ["a"]);
    work("s", "pending");
    addUnits("s", ["later"], 60);
    clock.time += 301;
    expect((await statusOf(source)).totals).toMatchObject({ available: 2, delayed: 0, pending: 0 });
  });

  it("lists a bounded number of specs, and the name at which the next list starts", async () => {
    const { source, addSpec, addUnits } = testSource();
    const names = Array.from({ length: 250 }, (_, at) => `s${String(at).padStart(3, "0")}`);
    for (const name of names) {
      addSpec(name);
      addUnits(name, ["u"]);
    }
    const first = await statusOf(source);
    expect(first.specs.map(({ name }) => name)).toEqual(names.slice(0, MAX_LISTED));
    expect(first.nextSpec).toBe("s100");
    expect(first.totals).toMatchObject({ specs: 250, available: 250 });
    const last = await statusOf(source, "s200");
    expect(last.specs.map(({ name }) => name)).toEqual(names.slice(200));
    expect(last.nextSpec).toBeNull();
  });

  it("starts the list at a name beyond ASCII in the order of its bytes", async () => {
    const { source, addSpec } = testSource();
    for (const name of ["z", "é", "😀"]) addSpec(wire(name));
    expect((await statusOf(source, "é")).specs.map(({ name }) => name)).toEqual(["é", "😀"]);
  });

  it("lists a bounded number of workers with the time that they have left", async () => {
    const { source, addWorker, clock } = testSource();
    for (let at = 0; at < MAX_LISTED + 1; at++) addWorker(`w${1000 + at}`, "run", "boss");
    clock.time += 20;
    const { workers, totals } = await statusOf(source);
    expect(totals.workers).toBe(MAX_LISTED + 1);
    expect(workers).toHaveLength(MAX_LISTED);
    expect(workers[0]).toEqual({ id: "w1000", mode: "run", parent: "boss", expiresIn: 40 });
  });

  it("gives the messages of failed calls as text", async () => {
    const { source, call } = testSource();
    call(null, wire("no such method É"));
    expect((await statusOf(source)).recent[0]).toMatchObject({ method: "unknown", error: "no such method É" });
    expect((await statusOf(source)).totals.calls).toBe(1);
  });
});

describe("shown()", () => {
  it.each([
    ["plain", "plain", "plain"],
    ["UTF-8", wire("größe"), "größe"],
    ["broken UTF-8", "a\xff", "a\ufffd"],
    ["markup, left for the page to show as text", "<script>", "<script>"],
    ["too long", wire("é".repeat(500)), `${"é".repeat(199)}…`],
    ["just not too long", "x".repeat(200), "x".repeat(200)],
  ])("%s", (_what, binary, text) => {
    expect(shown(binary)).toBe(text);
  });
});
