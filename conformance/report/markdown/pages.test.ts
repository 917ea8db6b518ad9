import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { peerNames } from "../../peers/names.ts";
import { readCaught } from "../../proof/clauses/caught.ts";
import { complaintsAbout, pinnedBy } from "../../proof/clauses/clauses.ts";
import { EXCLUDED } from "../../proof/clauses/excluded.ts";
import { withoutFault } from "../../proof/clauses/without-fault.ts";
import { allClauses, allPoints } from "../../protocol/protocol.ts";
import { goldens } from "../../run/suite.ts";
import { clausesPage } from "./clauses.ts";
import { pointsPage } from "./points.ts";

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const pinned = pinnedBy(goldens(), allClauses().values(), readCaught(), EXCLUDED, withoutFault());

describe("the page of clauses", () => {
  it("is up to date with the output of `npm run clauses`", () => {
    expect(page("clauses.md")).toBe(clausesPage(pinned));
  });

  it("has a case or a reason for every clause", () => {
    expect(complaintsAbout(pinned, EXCLUDED)).toEqual([]);
  });
});

describe("the page of points", () => {
  it("is up to date with the output of `npm run clauses`", () => {
    expect(page("points.md")).toBe(pointsPage(allPoints().values(), peerNames()));
  });
});
