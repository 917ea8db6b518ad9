import { readFileSync } from "node:fs";
import { createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { dirSync } from "tmp";
import { afterAll, describe, expect, it } from "vitest";
import { createServer } from "../../server/index.ts";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { formatAddress } from "../client/address.ts";
import { listen } from "../client/testing/listen.ts";
import { runCli } from "./testing/run-cli.ts";

const folder = dirSync({ unsafeCleanup: true });
afterAll(() => folder.removeCallback());

const run = (...argv: string[]) => runCli(["fuzz", ...argv]);

describe("fuzz", () => {
  it("finds nothing wrong with the reference", async () => {
    const server = createServer();
    const { host, port } = await server.start({ port: 0 });
    const { code, stdout } = await run("--address", `${host}:${port}`, "--runs", "200", "--seed", "1", "--json");
    await server.close();
    const { sent, states, found, problems } = JSON.parse(stdout);
    expect([code, sent, found, problems]).toEqual([0, 200, null, []]);
    expect(Math.min(states.answered, states.closed, states.waits)).toBeGreaterThan(2);
  }, 90_000);

  it("finds a daemon out that answers whatever comes, and writes the shortest frame as a candidate", async () => {
    // The id of the ordinary request that follows each attack.
    const reply = frameOf(assemble("{'id': 1234567891, 'result': []}"));
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", () => socket.write(reply));
    });
    const address = formatAddress(await listen(server));
    const out = join(folder.name, "found.yaml");
    const { code, stdout } = await run("--address", address, "--allow-clear", "--seed", "1", "--out", out);
    server.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^[A-Z]+-\d+: .* MUST /m);
    expect(stdout).toMatch(/answered where it is to be (closed|waits): /);
    const [, hex = ""] = /to be \w+: ([0-9a-f]+)/.exec(stdout) ?? [];
    // Two frames at most, however long the goldens are from which it started.
    expect(hex.length).toBeLessThan(200);
    expect(readFileSync(out, "utf8")).toContain(`send: ${hex}`);
  }, 90_000);

  it("wants to know what to measure", async () => {
    const { code, stderr } = await run();
    expect([code, stderr]).toEqual([2, expect.stringContaining("say what to measure")]);
  });
});
