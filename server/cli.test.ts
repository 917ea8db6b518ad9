import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestFrame } from "../conformance/cbor/frame.ts";
import { cli, HELP } from "./cli.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "coordinated-cli-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

class Text {
  text = "";
  readonly #onWrite: (text: string) => void;

  constructor(onWrite: (text: string) => void = () => {}) {
    this.#onWrite = onWrite;
  }

  write(text: string): void {
    this.text += text;
    this.#onWrite(this.text);
  }
}

/** Runs the daemon, calls `use` with its port when it is ready, and stops it. */
async function run(
  argv: string[],
  use: (port: number) => Promise<void> = async () => {},
  stdin = () => new PassThrough(),
) {
  const stop = new AbortController();
  const stderr = new Text();
  let used: Promise<void> | undefined;
  const stdout = new Text((text) => {
    const port = /listening on .*:(\d+)\n/.exec(text)?.[1];
    if (port !== undefined) used ??= use(Number(port)).finally(() => stop.abort());
  });
  const code = await cli(argv, { stdout, stderr, stdin, stop: stop.signal, version: "1.2.3" });
  await used;
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Sends these bytes and waits until the connection is closed. */
function exchange(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks)));
    socket.end(bytes);
  });
}

describe("cli(): starting and stopping", () => {
  it("says where it listens, serves, and exits with 0 when it is stopped", async () => {
    const result = await run(["-cborrpc", "127.0.0.1:0"], async (port) => {
      expect((await exchange(port, requestFrame(1, "clear", ""))).toString("hex")).toBe(
        "d8184da24269640146726573756c7400",
      );
    });
    expect(result).toEqual({ code: 0, stdout: expect.stringMatching(/^listening on 127\.0\.0\.1:\d+\n$/), stderr: "" });
  });

  it("takes two dashes for one, and = for a blank", async () => {
    expect(await run(["--cborrpc=127.0.0.1:0"])).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([":0", "0.0.0.0:0", "[::]:0", "0:0", "0x0:0", "[::0]:0", "[0:0:0:0:0:0:0:0]:0", "[::ffff:0.0.0.0]:0"])(
    "warns when %s opens it to everybody",
    async (address) => {
      const { code, stderr } = await run(["-cborrpc", address]);
      expect([code, stderr]).toEqual([
        0,
        "coordinated: warning: open on all interfaces, and the protocol has no authentication\n",
      ]);
    },
  );

  it("says in one line that a port is taken, and exits with 1", async () => {
    const other = createTcpServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const bound = other.address();
    const port = typeof bound === "object" ? bound?.port : 0;
    const result = await run(["-cborrpc", `127.0.0.1:${port}`]);
    other.close();
    expect(result).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^coordinated: cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE.*\n$/),
    });
  });

  it.each([["-help"], ["--help"], ["-h"]])("shows its help on %s", async (flag) => {
    expect(await run([flag])).toEqual({ code: 0, stdout: HELP, stderr: "" });
  });

  it("shows its version", async () => {
    expect(await run(["-version"])).toEqual({ code: 0, stdout: "coordinated 1.2.3\n", stderr: "" });
  });

  it.each([
    [["-nosuch"], "Unknown option '--nosuch'"],
    [["-cborrpc", "5932"], "-cborrpc must be [HOST]:PORT, not '5932'"],
    [["-cborrpc", "h:70000"], "-cborrpc must be [HOST]:PORT, not 'h:70000'"],
    [["-log-format", "xml"], "-log-format must be text or json, not 'xml'"],
    [["-max-frame-bytes", "0"], "-max-frame-bytes must be a positive number, not '0'"],
    [["-max-items", "-1"], ""],
    [["-max-reply-bytes", "1.5"], "-max-reply-bytes must be a positive number, not '1.5'"],
    [["-max-buffered-bytes", "x"], "-max-buffered-bytes must be a positive number, not 'x'"],
    [["-max-connections", "1e99"], "-max-connections must be a positive number, not '1e99'"],
    [["extra"], "Unexpected argument 'extra'"],
  ])("refuses %j with one line and exit code 2", async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout, stderr.match(/\n/g)?.length]).toEqual([2, "", 1]);
    expect(stderr).toContain(`coordinated: ${message}`);
  });
});

describe("cli(): a test clock", () => {
  const LOOPBACK = ["-cborrpc", "127.0.0.1:0"];
  const now = async (port: number) => {
    const reply = await exchange(port, requestFrame(1, "now", ""));
    return reply.readUInt32BE(reply.length - 4);
  };

  it("stands still, moves by lines on stdin, and is told of on stderr", async () => {
    const stdin = new PassThrough();
    let times: number[] = [];
    const ran = await run(
      [...LOOPBACK, "-test-clock"],
      async (port) => {
        const before = await now(port);
        stdin.write("advance 3600\n");
        let after = await now(port);
        while (after === before) after = await now(port);
        times = [before, after];
      },
      () => stdin,
    );
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(3600);
    expect(ran.stderr).toContain("a test clock: time stands still");
  });

  it("is off unless asked for: stdin is not even opened", async () => {
    const opened = () => {
      throw new Error("stdin was opened");
    };
    expect((await run(LOOPBACK, async () => {}, opened)).code).toBe(0);
  });

  it.each([":0", "0.0.0.0:0", "192.0.2.1:0"])("is refused on %s, which is no loopback address", async (address) => {
    const { code, stderr } = await run(["-cborrpc", address, "-test-clock"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("-test-clock is for a loopback address")]);
  });
});

describe("cli(): configuration", () => {
  it("is handed to clients", async () => {
    const file = join(folder, "good.yaml");
    writeFileSync(file, "a: 1\n__proto__: {x: 2}\n");
    const { code } = await run(["-cborrpc", "127.0.0.1:0", "-config", file], async (port) => {
      const reply = await exchange(port, requestFrame(1, "get_config", ""));
      expect(reply.toString("hex")).toContain("82a2616101695f5f70726f746f5f5fa1617802f6");
    });
    expect(code).toBe(0);
  });

  const aliases = [
    "a: &a [x, x, x, x, x, x, x, x, x, x]",
    ..."bcdefghi".split("").map((name, i) => {
      const before = "abcdefghi"[i];
      return `${name}: &${name} [${Array(10).fill(`*${before}`).join(", ")}]`;
    }),
  ].join("\n");

  it.each([
    ["a: [1, 2\n", /line 2, column 1: /],
    ["a: 1\n\tb: 2\n", /line 2, column 1: /],
    ["a: *nosuch\n", /line \d+, column \d+: .*nosuch/],
    ["- 1\n", /line 1, column 1: the configuration must be a map/],
    ["", /line 1, column 1: the configuration must be a map/],
    [aliases, /line 1, column 1: Excessive alias count/],
  ])("of %j is refused with line and column, and exit code 2", async (yaml, message) => {
    const file = join(folder, "bad.yaml");
    writeFileSync(file, yaml);
    const { code, stdout, stderr } = await run(["-config", file]);
    expect([code, stdout, stderr.match(/\n/g)?.length]).toEqual([2, "", 1]);
    expect(stderr).toContain(`coordinated: cannot read config ${file}: `);
    expect(stderr).toMatch(message);
  });

  it.runIf(existsSync("/dev/zero"))("that never ends is refused", async () => {
    const { code, stderr } = await run(["-config", "/dev/zero"]);
    expect([code, stderr]).toEqual([
      2,
      "coordinated: cannot read config /dev/zero: it is larger than 16777216 bytes\n",
    ]);
  });

  it("that is not there is refused by name", async () => {
    const { code, stderr } = await run(["-config", join(folder, "nosuch.yaml")]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^coordinated: cannot read config: ENOENT.*nosuch\.yaml'\n$/),
    ]);
  });
});

describe("cli(): logs", () => {
  const calls = Buffer.concat([
    requestFrame(1, "now", ""),
    requestFrame(3, "get_work_spec", "5"),
    Buffer.from("ff", "hex"),
  ]);

  it("one line a request and one for a rejection as text", async () => {
    const { stderr } = await run(["-cborrpc", "127.0.0.1:0", "-log-requests"], async (port) => {
      await exchange(port, calls);
    });
    expect(stderr.replaceAll(/^\S+ /gm, "")).toBe(
      [
        "request connection=1 id=1 method=now",
        "request connection=1 id=3 method=get_work_spec error=\"'' expected type 'string', got unconvertible type 'uint64'\"",
        'rejected connection=1 from=127.0.0.1 reason="Cannot read frame: expected tag 24, got head byte 0xff"',
        "",
      ].join("\n"),
    );
  });

  it("the same as JSON", async () => {
    const { stderr } = await run(["-cborrpc", "127.0.0.1:0", "-log-requests", "-log-format", "json"], async (port) => {
      await exchange(port, calls);
    });
    const lines = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event, method }) => [event, method])).toEqual([
      ["request", "now"],
      ["request", "get_work_spec"],
      ["rejected", undefined],
    ]);
  });

  it("only rejections without -log-requests, with the limit by name", async () => {
    const { stderr } = await run(["-cborrpc", "127.0.0.1:0", "-max-frame-bytes", "10"], async (port) => {
      await exchange(port, requestFrame(1, "now", ""));
    });
    expect(stderr).toMatch(
      /^\S+ rejected connection=1 from=127\.0\.0\.1 reason="Cannot read frame: declared length 24 exceeds maxFrameBytes 10"\n$/,
    );
  });
});
