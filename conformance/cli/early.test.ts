import { readdirSync, readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { fakeCommand } from "../client/testing/fake-daemon.ts";
import { replyOf } from "../golden/testing/golden.ts";
import { twoGoldens } from "./testing/two-goldens.ts";

const { path, run, remove } = twoGoldens();
afterAll(remove);

/** A daemon that notes each of its starts in the file, whose path is in its command line. */
function noting(file: string): string[] {
  const reply = `socket.write(Buffer.from("${replyOf("1").toString("hex")}", "hex"));`;
  const answer = fakeCommand(`for (const _ of chunk.toString("hex").matchAll(/d818/g)) ${reply}`);
  return ["/bin/sh", "-c", `echo start >> ${file}; exec "$@"`, file, ...answer, file];
}

/** The number of processes whose command line has the text. */
function running(text: string): number {
  const lines = readdirSync("/proc").map((name) => {
    try {
      return /^\d+$/.test(name) ? readFileSync(`/proc/${name}/cmdline`, "utf8") : "";
    } catch {
      // It ended meanwhile.
      return "";
    }
  });
  return lines.filter((line) => line.includes(text)).length;
}

it("the daemon that is started first is the one that is measured, and there is no other", async () => {
  const file = path("measured");
  expect(await run(["--", ...noting(file)])).toMatchObject({ code: 0 });
  expect(readFileSync(file, "utf8")).toBe("start\n");
  expect(running(file)).toBe(0);
});

it.each([
  ["a case that does not exist", ["work/nosuch"]],
  ["--fix without a peer", ["--fix"]],
])("a daemon that was already started is stopped after a usage error: %s", async (_, options) => {
  const file = path("in-vain");
  expect(await run([...options, "--", ...noting(file)])).toMatchObject({ code: 2 });
  expect(running(file)).toBe(0);
});
