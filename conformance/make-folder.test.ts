import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFolder } from "./make-folder.ts";

it("makeFolder() makes those above it too, and leaves one that is there", () => {
  const folder = mkdtempSync(join(tmpdir(), "make-folder-"));
  const deep = join(folder, "a", "b");
  makeFolder(deep);
  makeFolder(deep);
  expect(existsSync(deep)).toBe(true);
  rmSync(folder, { recursive: true });
});

it.runIf(existsSync("/proc/self"))("makeFolder() ends where the system finds no folder that it could make", () => {
  expect(() => makeFolder("/proc/none/such")).toThrow(expect.objectContaining({ code: "ENOENT" }));
});
