import { describe, expect, it } from "vitest";
import { FULL, QUICK, WORKLOADS } from "../bench/plan.ts";
import { UsageError } from "../command.ts";
import { readOptions } from "./bench-options.ts";

describe("readOptions()", () => {
  it("measures everything, with the echo, in text, when nothing is said", () => {
    expect(readOptions([])).toEqual({
      targets: [],
      workloads: WORKLOADS,
      size: FULL,
      echo: true,
      format: "text",
      plotFile: null,
    });
  });

  it("takes targets of both kinds in the order given, with or without a name", () => {
    const argv = ["--command", "b+=serve -p 127.0.0.1:{port} a\\ b", "--address", "a=[::1]:1", "--address", ":5932"];
    expect(readOptions(argv).targets).toEqual([
      { kind: "command", name: "b+", command: ["serve", "-p", "127.0.0.1:{port}", "a b"] },
      { kind: "address", name: "a", address: { host: "::1", port: 1 } },
      { kind: "address", name: ":5932", address: { host: "127.0.0.1", port: 5932 } },
    ]);
  });

  it("takes a command's own = for the command", () => {
    const [target] = readOptions(["--command", "serve --port={port}"]).targets;
    expect(target).toEqual({ kind: "command", name: "serve", command: ["serve", "--port={port}"] });
  });

  it("reads the size", () => {
    const argv = [
      "--queue",
      "10,20",
      "--turns",
      "3",
      "--seconds",
      "0.5",
      "--connections",
      "2",
      "--workload",
      "start,ping",
    ];
    const { size, workloads } = readOptions(argv);
    expect(size).toEqual({ ...FULL, queues: [10, 20], turns: 3, seconds: 0.5, connections: 2 });
    expect(workloads).toEqual(["start", "ping"]);
  });

  it("is short with --quick, where nothing else is said", () => {
    expect(readOptions(["--quick", "--turns", "4"]).size).toEqual({ ...QUICK, turns: 4 });
  });

  it.each([
    [["--address", "nowhere"], "'nowhere' is no address; write HOST:PORT"],
    [["--address", "h:0"], "'h:0' is no address; write HOST:PORT"],
    [["--address", "h:65536"], "'h:65536' is no address; write HOST:PORT"],
    [["--command", "serve 5932"], "the command 'serve 5932' has no {port}, where it should listen"],
    [["--address", "x=h:1", "--address", "x=h:2"], "two targets named 'x'; write NAME=... to tell them apart"],
    [["--address", "echo=h:1"], "two targets named 'echo'; write NAME=... to tell them apart"],
    [["--workload", "ping,pong"], `no workload 'pong'; there are ${WORKLOADS.join(", ")}`],
    [["--workload", ","], "--workload is empty"],
    [["--queue", "0"], "--queue must be a whole number from 1 to 10000000, not '0'"],
    [["--queue", "1e9"], "--queue must be a whole number from 1 to 10000000, not '1e9'"],
    [["--turns", "1.5"], "--turns must be a whole number from 1 to 100, not '1.5'"],
    [["--seconds", "0"], "--seconds must be a number above 0 and up to 60, not '0'"],
    [["--format", "xml"], "--format must be text or json, not 'xml'"],
    [["--fast"], "Unknown option '--fast'"],
    [["surplus"], /^'surplus' is no option/],
  ])("refuses %j", (argv, message) => {
    expect(() => readOptions(argv)).toThrow(UsageError);
    expect(() => readOptions(argv)).toThrow(message);
  });
});
