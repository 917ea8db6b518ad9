import { createHash } from "node:crypto";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type StatusServer, startStatusServer } from "./status-server.ts";
import { testSource } from "./testing/source.ts";

const faults: unknown[] = [];
let server: StatusServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
  faults.length = 0;
});

async function start(source = testSource().source) {
  const started = await startStatusServer({ host: "127.0.0.1", port: 0 }, source, (fault) => faults.push(fault));
  server = started;
  return (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${started.port}${path}`, { ...init, headers: { connection: "close" } });
}

/** The HTTP status of the response to a request with this Host header. */
async function statusFor(path: string, host: string): Promise<number | undefined> {
  const { port } = server ?? { port: 0 };
  return await new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, headers: { host, connection: "close" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("startStatusServer(): host names and crowding", () => {
  it.each([
    ["127.0.0.1:5980", 200],
    ["10.1.2.3", 200],
    ["[::1]:5980", 200],
    ["localhost:5980", 200],
    ["LOCALHOST", 200],
    ["queue.internal:5980", 200],
    ["attacker.example", 403],
    ["127.0.0.1.attacker.example:5980", 403],
    ["localhost.attacker.example", 403],
  ])("answers Host %s with %i, and health probes always with 200", async (host, status) => {
    server = await startStatusServer({ host: "127.0.0.1", port: 0 }, testSource().source, () => {}, ["queue.internal"]);
    for (const path of ["/status.json", "/metrics", "/"]) expect(await statusFor(path, host)).toBe(status);
    for (const path of ["/healthz", "/readyz"]) expect(await statusFor(path, host)).toBe(200);
  });

  it("answers although 400 connections have sent half a request", async () => {
    const get = await start();
    const { port } = server ?? { port: 0 };
    const sockets: Socket[] = [];
    for (let i = 0; i < 400; i++) {
      const socket = connect(port, "127.0.0.1").on("error", () => {});
      socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-");
      sockets.push(socket);
      if (i % 50 === 0) await new Promise((resolve) => socket.once("connect", resolve));
    }
    expect(await (await get("/healthz")).text()).toBe("ok\n");
    for (const socket of sockets) socket.destroy();
  });
});

describe("startStatusServer()", () => {
  it.each([
    ["/", "text/html; charset=utf-8", "<!doctype html>"],
    ["/status.json", "application/json", '{"now":1000'],
    ["/metrics", "text/plain; version=0.0.4; charset=utf-8", "# HELP coordinate_summary_seconds"],
    ["/healthz", "text/plain; charset=utf-8", "ok\n"],
    ["/readyz", "text/plain; charset=utf-8", "ok\n"],
    ["/healthz?verbose=1", "text/plain; charset=utf-8", "ok\n"],
  ])("answers %s, and HEAD of it without a body", async (path, type, beginning) => {
    const get = await start();
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect((await response.text()).slice(0, beginning.length)).toBe(beginning);
    const head = await get(path, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-type")).toBe(type);
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(0);
    expect(await head.text()).toBe("");
  });

  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("refuses %s", async (method) => {
    const get = await start();
    const response = await get("/", { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  it.each(["/nothing", "//", "/..%2f..%2fetc/passwd", "/page.js", "/healthz/"])("has no %s", async (path) => {
    const get = await start();
    expect((await get(path)).status).toBe(404);
  });

  it("lists specs from any name", async () => {
    const { source, addSpec } = testSource();
    addSpec("a&b");
    addSpec("c");
    const get = await start(source);
    const names = async (from: string) => {
      const status: { specs: { name: string }[] } = JSON.parse(await (await get(`/status.json?from=${from}`)).text());
      return status.specs.map(({ name }) => name);
    };
    expect(await names("a%26c")).toEqual(["c"]);
    expect(await names("%")).toEqual(["a&b", "c"]);
    expect(await names("%ff%00")).toEqual([]);
  });

  it("is alive but not ready while clients cannot connect", async () => {
    const { source, state } = testSource();
    const get = await start(source);
    state.ready = false;
    expect((await get("/readyz")).status).toBe(503);
    expect((await get("/healthz")).status).toBe(200);
  });

  it("lets the page run its own script and style only", async () => {
    const get = await start();
    const response = await get("/");
    const html = await response.text();
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    for (const tag of ["style", "script"]) {
      const [, content = ""] = new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`).exec(html) ?? [];
      expect(content.length).toBeGreaterThan(1000);
      expect(policy).toContain(`${tag}-src 'sha256-${createHash("sha256").update(content).digest("base64")}'`);
    }
    expect(html).not.toMatch(/(src|href)="(?!data:|status\.json|metrics|healthz)/);
  });

  it("answers 500 if a request fails internally, and continues", async () => {
    const { source } = testSource();
    const get = await start({
      ...source,
      isReady: () => {
        throw new Error("boom");
      },
    });
    expect((await get("/readyz")).status).toBe(500);
    expect(faults).toEqual([new Error("boom")]);
    expect((await get("/healthz")).status).toBe(200);
  });

  it("closes while a client keeps its connection open", async () => {
    await start();
    const port = server?.port ?? 0;
    const gone = new Promise((resolve) => {
      const half = request({ port, host: "127.0.0.1", path: "/", method: "POST" });
      half.on("error", resolve);
      half.on("socket", (socket) => socket.on("connect", () => void server?.close()));
      half.flushHeaders();
    });
    expect(await gone).toBeInstanceOf(Error);
  });

  it("says which port is in use", async () => {
    await start();
    const where = { host: "127.0.0.1", port: server?.port ?? 0 };
    await expect(startStatusServer(where, testSource().source, () => {})).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
