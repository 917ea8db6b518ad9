import { describe, expect, it } from "vitest";
import { parsePoints } from "./points.ts";

const ONE = "- id: K1\n  clauses: [UNIT-3]\n  title: an empty list\n  peers:\n    go-coordinate: is null instead\n";

describe("parsePoints()", () => {
  it("reads id, clauses, title and the reason of each peer", () => {
    const [point, ...more] = parsePoints("p.yaml", ONE).values();
    expect(point).toEqual({
      id: "K1",
      clauses: ["UNIT-3"],
      title: "an empty list",
      peers: new Map([["go-coordinate", "is null instead"]]),
    });
    expect(more).toEqual([]);
  });

  it.each([
    ["text that is not YAML", "- id: 'K1", "p.yaml:"],
    ["a document that is not a list", "id: K1", "p.yaml: the file must be a list of points"],
    ["a point without an id", ONE.replace("id: K1", "name: K1"), "p.yaml:1: a point needs an id"],
    ["a repeated id", ONE + ONE, "p.yaml:6: the point K1 is there twice"],
    ["a point without a title", ONE.replace(/ {2}title.*\n/, ""), "p.yaml:1: the point K1 needs a title"],
    ["a point without clauses", ONE.replace(/ {2}clauses.*\n/, ""), "p.yaml:1: the point K1 needs a list of clauses"],
    ["an unknown field", `${ONE}  note: x\n`, "p.yaml:1: the point K1 has an unknown field 'note'"],
    [
      "a peer without a reason",
      ONE.replace("is null instead", ""),
      "p.yaml:1: each peer of the point K1 needs a reason",
    ],
  ])("refuses %s", (_, text, message) => {
    expect(() => parsePoints("p.yaml", text)).toThrow(message);
  });
});
