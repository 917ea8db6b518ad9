import { expect, it } from "vitest";
import { recordPython } from "./python-sessions.ts";

it("a daemon that cannot be reached leaves no proxy open, which would keep the process", async () => {
  const listening = () => process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap").length;
  const before = listening();
  const recording = recordPython({
    daemon: { name: "d", connect: () => Promise.reject(new Error("not reached")) },
    interpreter: { file: "none", args: [], version: "2.7", implementation: "CPython" },
    packages: "/nowhere",
    client: undefined,
    tests: [],
    stepMilliseconds: 1000,
    env: {},
    signal: new AbortController().signal,
  });
  await expect(recording).rejects.toThrow("not reached");
  await expect.poll(listening).toBe(before);
});
