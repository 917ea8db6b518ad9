import { describe, expect, it } from "vitest";
import { EXIT } from "../command.ts";
import { cli } from "./cli.ts";

async function run(...argv: string[]) {
  let stderr = "";
  const code = await cli(["shadow", ...argv], {
    stdout: { write: () => undefined },
    stderr: { write: (text) => (stderr += text) },
    env: {},
    signal: AbortSignal.abort(),
  });
  return { code, stderr };
}

const ALL = ["--proxy", ":5932", "--primary", ":5933", "--secondary", ":5934"];

describe("coordinate-conformance shadow", () => {
  it.each([
    [ALL.slice(2), "say who takes part"],
    [[...ALL, "--primary-peer", "nobody"], "--primary-peer takes go-coordinate, python-coordinate"],
    [["--proxy", ":5932", "--primary", "nowhere", "--secondary", ":5934"], "'nowhere' is no address"],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await run(...argv);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain(message);
  });
});
