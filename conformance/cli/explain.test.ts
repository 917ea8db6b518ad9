import { describe, expect, it } from "vitest";
import { EXIT } from "../command.ts";
import { runCli } from "./testing/run-cli.ts";

const explain = (...ids: string[]) => runCli(["explain", ...ids]);

describe("coordinate-conformance explain", () => {
  it("tells of a clause its sentence, its cases, and which daemon differs by which point", async () => {
    const { code, stdout } = await explain("conf-2");
    expect(code).toBe(EXIT.ok);
    expect(stdout).toContain("`archive` MUST answer with the result `null`");
    expect(stdout).toContain("daemon/archive-does-nothing");
    expect(stdout).toMatch(/K8: archive answers a null result\n {4}go-coordinate: .* \(\d+ places\)\n/);
    expect(stdout).toContain("run 'clause:CONF-2'");
  });

  it("tells of a point its clauses, its cases and the reason of each daemon", async () => {
    const { stdout } = await explain("K8");
    expect(stdout).toContain("CONF-2: `archive` MUST answer");
    expect(stdout).toContain("go-coordinate: archive answers without a result");
    expect(stdout).toContain("daemon/archive-does-nothing");
  });

  it("tells of a method its parameters, options and clauses", async () => {
    const { stdout } = await explain("list_work_specs");
    expect(stdout).toContain("list_work_specs(options: map)\n  options: start, limit\n");
    expect(stdout).toContain("SPEC-39 (core): `list_work_specs` MUST list at most `limit` specs.");
    expect(stdout).toContain("run 'method:list_work_specs'");
  });

  it("tells of a case what it demands, and who does not give it", async () => {
    const { stdout } = await explain("daemon/archive-does-nothing");
    expect(stdout).toContain("CONF-2: `archive` MUST answer");
    expect(stdout).toMatch(/go-coordinate: differs at \d+ places\n {4}K8: archive answers without a result\n/);
  });

  it("explains several ids in turn", async () => {
    const { stdout } = await explain("K8", "CONF-2");
    expect(stdout.match(/^(K8|CONF-2) {2}/gm)).toEqual(["K8  ", "CONF-2  "]);
  });

  it.each([[["nosuch"]], [[]]])("refuses %j", async (ids) => {
    const { code, stdout, stderr } = await explain(...ids);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: "" });
    expect(stderr).toMatch(/^coordinate-conformance explain: /);
  });
});
