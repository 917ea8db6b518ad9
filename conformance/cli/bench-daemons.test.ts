import { describe, expect, it } from "vitest";
import { UsageError } from "../command.ts";
import { daemonsOf } from "./bench-daemons.ts";
import { benchTable } from "./options/bench.ts";
import { parseLine } from "./table/parse.ts";

const read = (...argv: string[]) => daemonsOf(parseLine(benchTable, argv));

describe("daemonsOf()", () => {
  it("takes daemons of both kinds in the order given, with or without a name, and the one after --", () => {
    const argv = ["--command", "b+=serve -p 127.0.0.1:{port} a\\ b", "--address", "a=[::1]:1", "--address", ":5932"];
    expect(read(...argv, "--", "last", "{port}")).toEqual([
      { kind: "command", name: "b+", command: ["serve", "-p", "127.0.0.1:{port}", "a b"] },
      { kind: "address", name: "a", address: { host: "::1", port: 1 } },
      { kind: "address", name: ":5932", address: { host: "127.0.0.1", port: 5932 } },
      { kind: "command", name: "last", command: ["last", "{port}"] },
    ]);
  });

  it("takes a command's own = for the command", () => {
    expect(read("--command", "serve --port={port}")).toMatchObject([
      { name: "serve", command: ["serve", "--port={port}"] },
    ]);
  });

  it.each([
    [["--address", "nowhere"], "'nowhere' is no address; write HOST:PORT"],
    [["--address", "h:0"], "'h:0' is no address; write HOST:PORT"],
    [["--address", "h:65536"], "'h:65536' is no address; write HOST:PORT"],
    [["--command", "serve 5932"], "the command 'serve 5932' has no {port}, where it should listen"],
    [["--", "serve"], "the command 'serve' has no {port}, where it should listen"],
    [["--address", "x=h:1", "--address", "x=h:2"], "two daemons named 'x'; write NAME=... to tell them apart"],
    [["--address", "echo=h:1"], "two daemons named 'echo'; write NAME=... to tell them apart"],
  ])("refuses %j", (argv, message) => {
    expect(() => read(...argv)).toThrow(new UsageError(message));
  });
});
