// Whether the document and the points agree.
import { describe, expect, it } from "vitest";
import { peerNames } from "../peers/names.ts";
import { demandOf } from "./demand.ts";
import { allClauses, allPoints, isKnown, reasonOf } from "./protocol.ts";

const points = [...allPoints().values()];
const clauses = [...allClauses().values()];

describe("points.yaml", () => {
  it("names clauses that there are, at least one for each point", () => {
    const wrong = points.filter(
      (point) => point.clauses.length === 0 || point.clauses.some((id) => !allClauses().has(id)),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("names every clause whose source is the point", () => {
    const missed = clauses.flatMap(({ id, source }) =>
      (source.match(/\b[KDP]\d+\b/g) ?? [])
        .filter((point) => !allPoints().get(point)?.clauses.includes(id))
        .map((point) => `${point} lacks ${id}`),
    );
    expect(missed).toEqual([]);
  });

  it("gives reasons only for peers that there are", () => {
    const names = new Set(points.flatMap(({ peers }) => [...peers.keys()]));
    expect([...names].filter((name) => !peerNames().includes(name))).toEqual([]);
    expect(names.size).toBeGreaterThan(1);
  });
});

describe("isKnown()", () => {
  it.each([
    ["LOCK-7", true],
    ["K7", true],
    ["LOCK-7000", false],
    ["K700", false],
    ["python.md", false],
  ])("of %s is %s", (id, known) => {
    expect(isKnown(id)).toBe(known);
  });
});

describe("reasonOf()", () => {
  it("tells how a peer differs at a point, and nothing of a peer that does not", () => {
    expect(reasonOf("K8", "go-coordinate")).toMatch(/archive/);
    expect(reasonOf("K8", "python-coordinate")).toBeUndefined();
  });
});

describe("demandOf()", () => {
  it("has the clauses in the order of the document, the tier of the least basic one, and each feature once", () => {
    const { clauses: demanded, tier, features } = demandOf(["LOCK-10", "LOCK-1", "K8"]);
    expect(demanded.map(({ id }) => id)).toEqual(["LOCK-1", "LOCK-10"]);
    expect({ tier, features }).toEqual({ tier: "edge", features: ["locks"] });
  });

  it("has the clauses of a point where none is named", () => {
    expect(demandOf(["K8"]).clauses.map(({ id }) => id)).toEqual(["MSG-25", "CONF-2"]);
  });

  it("has no clauses, tier or features for a case that requires nothing", () => {
    expect(demandOf([])).toEqual({ clauses: [], tier: undefined, features: [] });
  });
});
