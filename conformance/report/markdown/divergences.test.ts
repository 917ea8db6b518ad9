import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePeer } from "../../judge/known.ts";
import { findPeer, peerNames } from "../../peers/find.ts";
import { divergenceTable, withDivergences } from "./divergences.ts";

const LIST = `version: 1
daemon: some daemon 1.0
compare: ordered
divergences:
  - point: K1
    reason: null | nothing
    seen:
      - {case: a/one, step: 2, path: "[0]", kind: type, got: "null"}
      - {case: a/one, step: 3, path: "[0]", kind: type, got: "null"}
      - {case: b/two, step: 1, path: "[0]", kind: type, got: "null"}
  - point: D7
    reason: other words
    seen:
      - {case: b/two, step: 4, path: "[0]", kind: order, varies: true}
`;

describe("divergenceTable()", () => {
  it("tells of each point where it shows", () => {
    expect(divergenceTable(parsePeer("some", "some.yaml", LIST))).toBe(
      `<details><summary><b>some</b>: 2 points, seen at 4 places in 2 cases</summary>

some daemon 1.0, compared at level ordered.

| point | this daemon | places | cases | an example |
| --- | --- | ---: | ---: | --- |
| K1 | null \\| nothing | 3 | 2 | \`a/one\` step 2 |
| D7 | other words | 1 | 1 | \`b/two\` step 4 |

</details>`,
    );
  });
});

describe("the tables of known divergences", () => {
  it("stand in the README as the lists are", () => {
    const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
    expect(withDivergences(readme, peerNames().map(findPeer)), "run `npm run divergences`").toBe(readme);
  });
});
