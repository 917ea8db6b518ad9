import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { tracesIn } from "./testing/traces.ts";

describe("tracesIn()", () => {
  it.each([
    ["File /home/someone/x.py", "/home/someone"],
    [Buffer.from("in /root/x").toString("hex"), "/root/x"],
    ["C:\\Users", "C:\\Users"],
    ["10.1.2.3:5932", "10.1.2.3"],
    [`send: ${Buffer.from("env: PATH=/bin").toString("hex")}`, "PATH="],
    [`a2${Buffer.from("hostname").toString("hex")}`, "hostname"],
  ])("finds what %j tells", (text, trace) => {
    expect(tracesIn(text)).toContain(trace);
  });

  it.each(["127.0.0.1:5932", "RFC 8949 §3.4.5.1", "RFC 8949 3.4.5.1", "GET / HTTP/1.1", "deadbeefdeadbeef"])(
    "has nothing against %j",
    (text) => {
      expect(tracesIn(text)).toEqual([]);
    },
  );
});

describe.each(["goldens", "recordings"])("conformance/%s", (name) => {
  const folder = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  it("tell nothing of the machine that they were recorded on", () => {
    expect(files.length).toBeGreaterThan(20);
    const telling = files.flatMap((file) => {
      const traces = tracesIn(readFileSync(join(file.parentPath, file.name), "latin1"));
      return traces.length === 0 ? [] : [`${file.name}: ${traces.join(", ")}`];
    });
    expect(telling).toEqual([]);
  });
});
