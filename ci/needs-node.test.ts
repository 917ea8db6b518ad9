import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const path = (name: string) => fileURLToPath(new URL(`../bin/${name}`, import.meta.url));

/** Starts a command with a Node that reports another version. */
function startOn(version: string, name: string) {
  const pretend = `Object.defineProperty(process.versions, "node", { value: ${JSON.stringify(version)} });`;
  const script = `${pretend} process.argv = ["node", "x", "--version"]; require(${JSON.stringify(path("needs-node.cjs"))})(() => process.stdout.write("started"));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  return { name, status, stdout, stderr };
}

describe("a command on an old Node", () => {
  it.each(["18.20.8", "20.11.1", "12.22.12"])("%s says in one line which one is needed", (version) => {
    expect(startOn(version, "coordinated")).toMatchObject({
      status: 3,
      stdout: "",
      stderr: `coordinate-conformance needs Node 20.12 or later, this is ${version}\n`,
    });
  });

  it.each(["20.12.0", "22.0.0"])("starts on %s", (version) => {
    expect(startOn(version, "coordinated")).toMatchObject({ status: 0, stdout: "started" });
  });

  it.each(["coordinated.cjs", "coordinate-conformance.cjs", "needs-node.cjs"])(
    "%s has nothing that Node 12 cannot read",
    (name) => {
      expect(readFileSync(path(name), "utf8")).not.toMatch(/\?\.|\?\?|^import |\bawait\b|#!.*deno|node:/m);
    },
  );
});
