import { describe, expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";
import { testSource } from "./testing/source.ts";
import { MAX_SPEC_SERIES } from "./unit-series.ts";

/** The samples of a text in Prometheus' format, by name and labels. @throws Error for an invalid line */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || /^# (HELP|TYPE) [a-z]\w* \S/.test(line)) continue;
    const match = /^([a-z]\w*(?:\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)*\})?) (-?[\d.e+-]+|[+-]Inf|NaN)$/i.exec(line);
    if (match?.[1] === undefined) throw new Error(`no sample: ${line}`);
    samples.set(match[1], Number(match[2]));
  }
  return samples;
}

describe("createMetrics()", () => {
  it("has the Go daemon's names and labels for work units", async () => {
    const { source, addSpec, addUnits, work } = testSource();
    addSpec("s");
    addUnits("s", ["a", "b"]);
    addUnits("s", ["later"], 60);
    work("s", "finished");
    const samples = parse(await createMetrics(source).text());
    expect([...samples].filter(([name]) => name.startsWith("coordinate_work_units"))).toEqual([
      ['coordinate_work_units{namespace="",work_spec="s",status="available"}', 1],
      ['coordinate_work_units{namespace="",work_spec="s",status="delayed"}', 1],
      ['coordinate_work_units{namespace="",work_spec="s",status="pending"}', 0],
      ['coordinate_work_units{namespace="",work_spec="s",status="finished"}', 1],
      ['coordinate_work_units{namespace="",work_spec="s",status="failed"}', 0],
    ]);
  });

  it("times the counting in the Go daemon's buckets", async () => {
    const metrics = createMetrics(testSource().source);
    await metrics.text();
    const samples = parse(await metrics.text());
    const buckets = [...samples.keys()].filter((name) => name.startsWith("coordinate_summary_seconds_bucket"));
    expect(buckets.map((name) => /le="(.*)"/.exec(name)?.[1])).toEqual(
      "0.03125 0.0625 0.125 0.25 0.5 1 2 4 8 16 32 64 +Inf".split(" "),
    );
    expect(samples.get("coordinate_summary_seconds_count")).toBe(2);
  });

  it("forgets a spec that is deleted", async () => {
    const { source, addSpec, queue } = testSource();
    const metrics = createMetrics(source);
    addSpec("gone");
    expect(await metrics.text()).toContain('work_spec="gone"');
    queue.deleteSpec("gone");
    expect(await metrics.text()).not.toContain('work_spec="gone"');
  });

  it("bounds the number of series and keeps the sum", async () => {
    const { source, addSpec, addUnits } = testSource();
    for (let at = 0; at < MAX_SPEC_SERIES + 3; at++) {
      addSpec(`s${10_000 + at}`);
      addUnits(`s${10_000 + at}`, ["u"]);
    }
    const samples = parse(await createMetrics(source).text());
    const available = [...samples].filter(([name]) => name.includes('status="available"'));
    expect(available).toHaveLength(MAX_SPEC_SERIES + 1);
    expect(available.reduce((sum, [, value]) => sum + value, 0)).toBe(MAX_SPEC_SERIES + 3);
    expect(samples.get('coordinate_work_units{namespace="",work_spec="",status="available"}')).toBe(3);
    expect(samples.get("coordinate_work_specs")).toBe(MAX_SPEC_SERIES + 3);
  });

  it("yields to the event loop repeatedly while it counts very many specs", async () => {
    const { source, addSpec } = testSource();
    for (let at = 0; at < 5_000; at++) addSpec(`s${10_000 + at}`);
    let turns = 0;
    let isDone = false;
    const others = () => {
      turns++;
      if (!isDone) setImmediate(others);
    };
    setImmediate(others);
    await createMetrics(source).text();
    isDone = true;
    expect(turns).toBeGreaterThan(40);
  });

  it("stays well-formed for any names of specs", async () => {
    const { source, addSpec } = testSource();
    addSpec('a"b\\c\nd');
    addSpec("\xff}\x00");
    const samples = parse(await createMetrics(source).text());
    expect(samples.has('coordinate_work_units{namespace="",work_spec="a\\"b\\\\c\\nd",status="failed"}')).toBe(true);
  });

  it("counts calls, workers, connections and rejected connections", async () => {
    const { source, call, calls, addWorker, state } = testSource();
    call("now");
    call("now");
    call("get_work", "boom");
    calls.recordRejected();
    addWorker("w");
    state.connections = 4;
    const samples = parse(await createMetrics(source).text());
    expect(samples.get('coordinate_calls_total{method="now",outcome="ok"}')).toBe(2);
    expect(samples.get('coordinate_calls_total{method="get_work",outcome="error"}')).toBe(1);
    expect(samples.get("coordinate_rejected_connections_total")).toBe(1);
    expect(samples.get("coordinate_workers")).toBe(1);
    expect(samples.get("coordinate_connections")).toBe(4);
    expect(samples.get("coordinate_ready")).toBe(1);
    expect(samples.get("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  });
});
