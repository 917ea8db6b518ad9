// A fake interpreter for tests: a Node script that claims to be Python 2.7 and sends given events when run as pytest.
import { chmodSync } from "node:fs";
import type { Interpreter } from "../interpreter.ts";
import type { Scratch } from "./scratch.ts";

/**
 * @param script JavaScript that simulates a run of pytest; it can use `send(event)`, `ask()` (the address of a new daemon),
 * `args` and `exit(status)`
 */
export function fakePython(scratch: Scratch, script: string): Interpreter {
  const file = scratch.file("fake-python.mjs", `#!${process.execPath}\n${PRELUDE}\n${script}\n`);
  chmodSync(file, 0o755);
  return { file, args: [], implementation: "CPython", version: "2.7.18" };
}

const PRELUDE = `
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const args = process.argv.slice(2);
if (args[0] === "-c") {
  console.log('["CPython", "2.7.18", [2, 7]]');
  process.exit(0);
}
const place = args.find((each) => each.startsWith("--coordinate-events="))?.split(":") ?? [];
const socket = connect(Number(place.at(-1)), "127.0.0.1");
const lines = createInterface({ input: socket });
const send = (event) => socket.write(JSON.stringify(event) + "\\n");
const ask = async () => {
  const answer = once(lines, "line");
  send({ event: "fresh" });
  return JSON.parse((await answer)[0]).address;
};
const exit = (status) => socket.end(() => process.exit(status));
const collected = (...tests) =>
  send({ event: "collected", tests: tests.map((test) => ({ test, title: "", slow: false, requires: [] })) });
const passed = (test, message = null) =>
  send({ event: "result", test, outcome: message === null ? "passed" : "failed", calls: 1, seconds: 0, message });
`;
