import { createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer, type Server } from "../../server/index.ts";
import { listen } from "../client/testing/listen.ts";
import { runCli } from "./testing/run-cli.ts";

let server: Server;
let address = "";
beforeAll(async () => {
  server = createServer();
  const { host, port } = await server.start({ port: 0 });
  address = `${host}:${port}`;
});
afterAll(() => server.close());

const run = (...argv: string[]) => runCli(argv);

describe("call", () => {
  it("prints each call and its reply in notation and hex, with consecutive ids", async () => {
    const { code, stdout } = await run("call", address, "set_work_spec({'name': 's'})", "get_work_spec('s')");
    const lines = stdout.split("\n");
    expect(code).toBe(0);
    expect(lines[0]).toBe("> set_work_spec({'name': 's'})");
    expect(lines[1]).toMatch(/^ {2}d818[0-9a-f]+$/);
    expect(lines[2]).toMatch(/^< \[true, null\] {2}\(\d+\.\d ms\)$/);
    expect(lines[3]).toBe("  d8184fa24269640146726573756c7482f5f6");
    expect(lines[6]).toContain('< {"name": "s"}');
    expect(lines[7]).toContain("42696402");
  });

  it("sends frames of any form, and says when none answers", async () => {
    const { code, stdout } = await run("call", address, "h'00'");
    expect([code, stdout]).toEqual([1, "> 0\n  00\n< the connection closed\n"]);
    expect(
      (await run("call", address, "24(<<{'method': 'now', 'id': 7, 'params': []}>>)", "--decode")).stdout,
    ).toContain("key 'result'  (MSG-25)");
  });

  it.each([
    [
      "a message without tag 24",
      "a24269640146726573756c7401",
      /^< \{.*\} {2}not a frame: a message without tag 24.* \(FRAME-2\)/,
    ],
    ["JSON", Buffer.from('{"id": 1}').toString("hex"), /^< 9 bytes came that are no frame: .* \(FRAME-2\)/],
    ["one to another call", "d8184ea2426964186346726573756c7401", /^< 1 {2}its id is 99, not 1 \(MSG-9\) {2}\(/],
  ])("ends with 1 for a reply that is %s", async (_, hex, line) => {
    const daemon = createTcpServer((socket) => {
      socket.on("error", () => {}).on("data", () => socket.write(Buffer.from(hex, "hex")));
    });
    const { host, port } = await listen(daemon);
    const { code, stdout } = await run("call", `${host}:${port}`, "now()", "--timeout", "0.3");
    daemon.close();
    expect([code, stdout.split("\n")[2]]).toEqual([1, expect.stringMatching(line)]);
  });

  it("could not measure a daemon that sends without end", async () => {
    const endless = createTcpServer((socket) => {
      const flood = () => {
        while (socket.writable && socket.write(Buffer.alloc(2 ** 20, 1)));
      };
      socket.on("error", () => {}).on("drain", flood);
      socket.write(Buffer.from("9f", "hex"));
      flood();
    });
    const { host, port } = await listen(endless);
    const { code, stdout } = await run("call", `${host}:${port}`, "now()", "--timeout", "60");
    endless.close();
    expect([code, stdout]).toEqual([3, expect.stringContaining("< more than 16 MiB came at once")]);
  });

  it.each([
    [["call"], 2, "give an address"],
    [["call", "localhost:1", "now("], 2, "the call has no closing )"],
    [["call", "localhost:1", "get_work('w', {}"], 2, "the call has no closing )"],
    [["call", "localhost:1", "ping"], 2, "write ping()"],
    [["call", "localhost:1", "f({'a': None})"], 2, 'at character 8: expected an item, found "None})"; write null,'],
    [["call", "localhost:1", "f(('k', {}))"], 2, "write a tuple as 128([...])"],
    [["call", "localhost:1", "get_work(oops)"], 2, "Cannot read notation at character"],
    [["call", "127.0.0.1:1", "now()", "--start-timeout", "1"], 3, "127.0.0.1:1 does not answer"],
  ])("refuses %j with exit %i", async (argv, code, message) => {
    expect(await run(...argv)).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });
});

describe("decode", () => {
  it("takes hex apart, spaces or not, and tells the frame in notation", async () => {
    const { code, stdout } = await run("decode", "d8 18 51 a2426964 01 46726573756c74", "1a6553f100");
    expect(code).toBe(0);
    expect(stdout).toContain("key 'result'  (MSG-25)");
    expect(stdout).toMatch(/\nreply {4}1700000000\n$/);
    const request = await run("decode", "d8185818a346706172616d738042696401466d6574686f64436e6f77");
    expect(request.stdout).toMatch(/\nrequest {2}now\(\)\n$/);
  });

  it.each([
    [["decode", "d81852a2"], 1, ""],
    [["decode"], 2, "what shall be decoded"],
    [["decode", "nonsense"], 2, "neither hex digits in pairs nor a file"],
    [["decode", "/dev/null"], 2, "no bytes to decode"],
  ])("ends %j with exit %i", async (argv, code, message) => {
    expect(await run(...argv)).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });
});
