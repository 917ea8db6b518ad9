import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it } from "vitest";
import { changeOf, filesOf } from "./watch.ts";

const folder = dirSync({ unsafeCleanup: true });
const file = join(folder.name, "daemon.py");
writeFileSync(file, "1");

describe("filesOf()", () => {
  it("finds the words of a command that are files", () => {
    expect(filesOf(["python3", file, folder.name, "--port", "{port}"])).toEqual([file]);
  });
});

describe("changeOf()", () => {
  it("waits until one of the files is another", async () => {
    const change = changeOf([file], new AbortController().signal);
    const timer = setInterval(() => writeFileSync(file, `${Math.random()}`), 100);
    await change;
    clearInterval(timer);
    expect(filesOf([file])).toEqual([file]);
  });

  it("waits no longer when it is interrupted", async () => {
    const interrupt = new AbortController();
    const change = changeOf([file], interrupt.signal);
    interrupt.abort();
    expect(await change).toBeUndefined();
  });
});
