import { describe, expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { describeReply } from "../../golden/describe.ts";
import type { Golden } from "../../golden/format.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import { replyFrame } from "../../record/testing/session.ts";
import { type Covered, complaintsAbout, coverageOf } from "./coverage.ts";
import { UNCOVERED } from "./uncovered.ts";

/** A golden with these calls and results. */
function goldenIn(requires: readonly string[], ...turns: readonly (readonly [call: string, result: string])[]): Golden {
  const steps = turns.map(([call, result], i) => {
    const open = call.indexOf("(");
    const reply = replyFrame(1, result);
    return exchangeOf({
      number: i + 1,
      call: [call],
      sends: [requestFrame(1, call.slice(0, open), call.slice(open + 1, -1))],
      replies: [{ bytes: reply, says: describeReply(reply), masks: [] }],
    });
  });
  return goldenOf(steps, { requires });
}

const covering = (...goldens: Golden[]) =>
  coverageOf(goldens)
    .filter(({ goldens: ids }) => ids.length > 0)
    .map(({ group, name }) => `${group} ${name}`);

describe("coverageOf()", () => {
  it("counts methods under any spelling, parameters, options in any case, forms and branches of an answer", () => {
    const golden = goldenIn(["contract K3"], [`getWork("w", {'MAX_JOBS': 2})`, `[[128(["s", 'u', {}])], null]`]);
    expect(covering(golden)).toEqual([
      "method get_work",
      "parameter get_work worker_id",
      "parameter get_work options",
      "option get_work max_jobs",
      "branch get_work: one unit of several",
      "variant string as text",
      "variant map as map",
      "point K3",
    ]);
  });

  it("counts the message of a result pair as an error, and a point by its whole name alone", () => {
    const golden = goldenIn(["K26"], ["del_work_spec('s')", `[false, "No such work spec s"]`]);
    const found = covering(golden);
    expect(found).toContain("error no such work spec");
    expect(found).toContain("branch del_work_spec: no such work spec");
    expect(found).toContain("point K26");
    expect(found).not.toContain("point K2");
  });

  it("does not count a parameter that was refused", () => {
    const frame = goldenIn([], ["get_work_spec(5)", "null"]);
    expect(covering(frame)).not.toContain("variant string as bytes");
    expect(covering(goldenIn([], ["nosuch('s')", "null"]))).toEqual([]);
  });
});

describe("complaintsAbout()", () => {
  const covered = (name: string, goldens: string[], reason?: string): Covered => ({
    group: "branch",
    name,
    goldens,
    reason,
  });
  const explained = Object.keys(UNCOVERED).map((key): Covered => {
    const [group = "", ...name] = key.split(" ");
    return { group: group as Covered["group"], name: name.join(" "), goldens: [], reason: "why" };
  });

  it("has none when all is covered or explained", () => {
    expect(complaintsAbout([...explained, covered("a", ["x/y"]), covered("b", [], "why")])).toEqual([]);
  });

  it("complains of what nothing covers, of reasons for what is covered, and of reasons for nothing", () => {
    const complaints = complaintsAbout([...explained.slice(1), covered("a", []), covered("b", ["x/y"], "why")]);
    expect(complaints).toEqual([
      "branch a: no golden has it, and no reason is written down",
      "branch b: covered by x/y, so its reason must go",
      `${Object.keys(UNCOVERED)[0]}: a reason for a part that does not exist`,
    ]);
  });
});
