import { beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../command.ts";
import { runCli } from "./testing/run-cli.ts";

const explain = (...ids: string[]) => runCli(["explain", ...ids]);

describe("coordinate-conformance explain", () => {
  let clause: string;
  let point: string;
  let method: string;
  let feature: string;
  let word: string;
  let golden: string;
  // All in one run, since reading the goldens and the lists takes longer than printing.
  beforeAll(async () => {
    const { code, stdout } = await explain(
      ...["conf-2", "K8", "list_work_specs", "locks", "mask", "daemon/archive-does-nothing"],
    );
    expect(code).toBe(EXIT.ok);
    const starts = [
      ...[/^CONF-2 {2}/m, /^K8 {2}/m, /^list_work_specs\(/m, /^locks {2}/m, /^mask {2}/m],
      /^daemon\/archive-does-nothing {2}/m,
    ];
    const at = starts.map((start) => stdout.search(start));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    [clause = "", point = "", method = "", feature = "", word = "", golden = ""] = at.map((from, i) =>
      stdout.slice(from, at[i + 1]),
    );
  });

  it("tells of a clause its sentence, its cases, and which daemon differs by which point", () => {
    expect(clause).toContain("`archive` MUST answer with the result `null`");
    expect(clause).toContain("daemon/archive-does-nothing");
    expect(clause).toMatch(/K8: archive answers a null result\n {4}go-coordinate: .* \(\d+ places\)\n/);
    expect(clause).toContain("run 'clause:CONF-2'");
  });

  it("tells of a point its clauses, its cases and the reason of each daemon", () => {
    expect(point).toContain("CONF-2: `archive` MUST answer");
    expect(point).toContain("go-coordinate: archive answers without a result");
    expect(point).toContain("daemon/archive-does-nothing");
  });

  it("tells of a method its parameters, options and clauses", () => {
    expect(method).toContain("list_work_specs(options: map)\n  options: start, limit\n");
    expect(method).toContain("SPEC-39 (core): `list_work_specs` MUST list `limit` specs, and no more");
    expect(method).toContain("run 'method:list_work_specs'");
  });

  it("tells of a feature its clauses and cases, and how to declare it absent", () => {
    expect(feature).toContain("--without locks\n\n");
    expect(feature).toContain("\n  LOCK-1 (documented): `lock` MUST lock every path");
    expect(feature).toContain("run 'feature:locks'");
  });

  it("tells what a word of the output means", () => {
    expect(word).toContain("mask  a place in a reply whose value may differ from the recorded one");
  });

  it("tells of a case what it demands, and who does not give it", () => {
    expect(golden).toContain("CONF-2: `archive` MUST answer");
    expect(golden).toMatch(/go-coordinate: differs at \d+ places\n {4}K8: archive answers without a result\n/);
  });

  it.each([[["K8", "nosuch"]], [[]]])("refuses %j", async (ids) => {
    const { code, stdout, stderr } = await explain(...ids);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: "" });
    expect(stderr).toMatch(/^coordinate-conformance explain: /);
  });
});
