import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { cli } from "../cli.ts";
import { createServer, type Server } from "../server.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(http?: { host: string; port: number }) {
  const server = createServer(http === undefined ? {} : { http });
  servers.push(server);
  const { port } = await server.start(LOCAL);
  const status = async () => await (await fetch(`http://127.0.0.1:${server.httpAddress?.port}/status.json`)).json();
  return { server, port, status };
}

/** Sends one message and waits for a reply or the end of the connection. */
async function send(port: number, hex: string): Promise<Buffer | undefined> {
  const socket = connect(port, "127.0.0.1");
  socket.write(Buffer.from(hex, "hex"));
  const [answer] = await Promise.race([once(socket, "data"), once(socket, "end")]);
  socket.destroy();
  return answer;
}

// {id: 1, method: 'now', params: []}, and the same with an unknown method
const NOW = "d81858 18 a3 426964 01 466d6574686f64 436e6f77 46706172616d73 80".replaceAll(" ", "");
const NOPE = "d81858 19 a3 426964 01 466d6574686f64 446e6f7065 46706172616d73 80".replaceAll(" ", "");

describe("createServer() with http", () => {
  it("serves nothing over HTTP unless asked to", async () => {
    const { server } = await start();
    expect(server.httpAddress).toBeNull();
  });

  it("counts calls, errors and malformed requests", async () => {
    const { port, status } = await start(LOCAL);
    await send(port, NOW);
    await send(port, NOPE);
    await send(port, "00");
    expect(await status()).toMatchObject({
      ready: true,
      totals: { calls: 2, rejected: 1 },
      methods: [
        { method: "now", calls: 1, errors: 0 },
        { method: "unknown", calls: 1, errors: 1 },
      ],
      recent: [
        { connection: 2, method: "unknown", error: "no such method Nope" },
        { connection: 1, method: "now", error: null },
      ],
    });
  });

  it("stops when the server is closed", async () => {
    const { server, status } = await start(LOCAL);
    expect(await status()).toMatchObject({ ready: true });
    const { port } = server.httpAddress ?? {};
    await server.close();
    expect(server.httpAddress).toBeNull();
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  it("leaves no HTTP server behind when the queue's port is taken", async () => {
    const { port } = await start();
    const second = createServer({ http: LOCAL });
    await expect(second.start({ host: "127.0.0.1", port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(second.httpAddress).toBeNull();
  });
});

describe("coordinated -http", () => {
  async function run(...argv: string[]) {
    const printed = { stdout: "", stderr: "" };
    const stop = new AbortController();
    const exit = cli(argv, {
      stdout: {
        write(text) {
          printed.stdout += text;
          if (printed.stdout.includes("status page")) stop.abort();
        },
      },
      stderr: { write: (text) => (printed.stderr += text) },
      stdin: () => process.stdin,
      stop: stop.signal,
      version: "0",
    });
    return { code: await exit, ...printed };
  }

  it("prints its address after the ready line", async () => {
    const { code, stdout, stderr } = await run("-cborrpc", "127.0.0.1:0", "-http", "127.0.0.1:0");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^listening on 127\.0\.0\.1:\d+\nstatus page on http:\/\/127\.0\.0\.1:\d+\/\n$/);
    expect(stderr).toBe("");
  });

  it("warns when it is open on all interfaces", async () => {
    const { stderr } = await run("-cborrpc", "127.0.0.1:0", "--http", ":0");
    expect(stderr).toBe("coordinated: warning: the status page is open on all interfaces\n");
  });

  it("names the address that is in use", async () => {
    const { server } = await start(LOCAL);
    const place = `127.0.0.1:${server.httpAddress?.port}`;
    const { code, stdout, stderr } = await run("-cborrpc", "127.0.0.1:0", "-http", place);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`coordinated: cannot listen on ${place}: `);
  });

  it("refuses an invalid address", async () => {
    expect(await run("-http", "8080")).toEqual({
      code: 2,
      stdout: "",
      stderr: "coordinated: -http must be [HOST]:PORT, not '8080'\n",
    });
  });
});
