import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ExpectFile } from "../../judge/expect-file.ts";
import { findPeer } from "../../peers/find.ts";
import { peerNames } from "../../peers/names.ts";
import { divergencesPage, divergenceTable } from "./divergences.ts";

const place = {
  step: 2,
  reply: 1,
  path: "[0]",
  kind: "type",
  got: "null",
  varies: false,
  flaky: false,
  file: "some.yaml",
  line: 1,
};
const K1 = { ...place, point: "K1", reason: "null | nothing" };
const PEER: ExpectFile = {
  name: "some",
  file: "some.yaml",
  daemon: "some daemon 1.0",
  compare: "ordered",
  fresh: false,
  clearBreaks: false,
  cutsTracebacks: false,
  lists: undefined,
  shorts: [],
  lacking: [],
  known: [
    { ...K1, case: "a/one" },
    { ...K1, case: "a/one", step: 3 },
    { ...K1, case: "b/two" },
    { ...place, point: "D7", reason: "other words", case: "b/two", step: 4 },
  ],
};

describe("divergenceTable()", () => {
  it("shows for each point where it occurs", () => {
    expect(divergenceTable(PEER)).toBe(
      `## some

2 points, seen at 4 places in 2 cases: some daemon 1.0, compared at level ordered.

| point | this daemon | places | cases | an example |
| --- | --- | ---: | ---: | --- |
| K1 | null \\| nothing | 3 | 2 | \`a/one\` step 2 |
| D7 | other words | 1 | 1 | \`b/two\` step 4 |`,
    );
  });
});

describe("the tables of known divergences", () => {
  it("are up to date with the lists", () => {
    const page = readFileSync(new URL("../../docs/divergences.md", import.meta.url), "utf8");
    expect(divergencesPage(peerNames().map(findPeer)) === page, "stale: run `npm run divergences`").toBe(true);
  });
});
