import { describe, expect, it } from "vitest";
import { plot } from "./plot.ts";
import type { Result, WorkloadReport } from "./report.ts";

function cycle(queue: number | null, rates: Record<string, number>): WorkloadReport {
  const results = Object.entries(rates).map(
    ([daemon, median]): Result => ({
      daemon,
      isDaemon: daemon !== "echo",
      median,
      min: median,
      max: median,
      turns: [median],
      latency: null,
      busy: null,
      ratios: [],
      against: null,
    }),
  );
  return { name: "cycle", title: "", unit: "calls/s", better: "more", queue, results };
}

/** The elements of an XML document in the order of their start tags; an error for a mismatched end tag. */
function elements(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const rest = xml.replaceAll(/<(\/?)(\w+)((?:\s+[\w:-]+="[^"<&]*")*)\s*(\/?)>/g, (_, closes, name, __, isEmpty) => {
    if (closes === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
      return "";
    }
    seen.push(name);
    if (isEmpty !== "/") open.push(name);
    return "";
  });
  if (open.length > 0) throw new Error(`not closed: ${open.join(", ")}`);
  if (/[<>]|&(?!(?:amp|lt|gt|quot);)/.test(rest)) throw new Error(`not escaped: ${rest.trim()}`);
  return seen;
}

describe("plot()", () => {
  const reports = [
    cycle(10_000, { reference: 50_000, "a <b> & c": 580, echo: 110_000 }),
    cycle(1_000_000, { reference: 45_000, "a <b> & c": 2, echo: 112_000 }),
  ];

  it("is well-formed, whatever the daemons are called", () => {
    const seen = elements(plot(reports) ?? "");
    expect(seen[0]).toBe("svg");
    expect(seen.filter((name) => name === "circle")).toHaveLength(6);
  });

  it("draws the faster above the slower, and the shorter queue left of the longer", () => {
    const dots = [...(plot(reports) ?? "").matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    const [fastShort, fastLong, slowShort, slowLong] = dots;
    expect(fastShort?.[0]).toBeLessThan(fastLong?.[0] ?? 0);
    expect(fastShort?.[1]).toBeLessThan(slowShort?.[1] ?? 0);
    expect(slowShort?.[1]).toBeLessThan(slowLong?.[1] ?? 0);
  });

  it("names every line at its end, no name upon another", () => {
    const close = plot([cycle(1, { a: 50_000, b: 50_500 }), cycle(2, { a: 47_000, b: 47_500 })]) ?? "";
    const names = [...close.matchAll(/y="([\d.]+)"><tspan[^>]*>([\d,]+)<\/tspan> (\w+)/g)];
    expect(names.map(([, , figure, name]) => [figure, name])).toEqual([
      ["47,000", "a"],
      ["47,500", "b"],
    ]);
    expect(Number(names[0]?.[1]) - Number(names[1]?.[1])).toBeGreaterThanOrEqual(16);
  });

  it("has a scale of round figures around what was measured", () => {
    const scale = (text: string) => [...text.matchAll(/x="80" y="[\d.]+">([^<]+)</g)].map(([, figure]) => figure);
    expect(scale(plot([cycle(1, { a: 48_000 }), cycle(2, { a: 110_000 })]) ?? "")).toEqual([
      "20,000",
      "50,000",
      "100,000",
      "200,000",
    ]);
    expect(scale(plot(reports) ?? "")).toEqual(["1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"]);
  });

  it("needs two queue lengths", () => {
    expect(plot([cycle(10_000, { reference: 1 }), cycle(null, { reference: 2 })])).toBeNull();
  });
});
