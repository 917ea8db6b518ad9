import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SHIM } from "../package-files.ts";
import { parseRequirements } from "./requirements.ts";

const HASH = "ab".repeat(32);

describe("parseRequirements()", () => {
  it("reads pins and passes over comments", () => {
    expect(parseRequirements(`# why\n\nbackports.x-y==1.0.post1 --hash=sha256:${HASH}\n`)).toEqual([
      { name: "backports.x-y", version: "1.0.post1", sha256: HASH },
    ]);
  });

  it.each(["cbor", "cbor==1.0.0", `cbor>=1.0.0 --hash=sha256:${HASH}`, "cbor==1.0.0 --hash=md5:00"])(
    "refuses '%s'",
    (line) => {
      expect(() => parseRequirements(line)).toThrow(`no package pinned by hash in '${line}'`);
    },
  );

  it("reads the list of this package, which pins the client itself", () => {
    const pins = parseRequirements(readFileSync(join(SHIM, "requirements.txt"), "utf8"));
    expect(pins).toContainEqual(expect.objectContaining({ name: "coordinate", version: "0.1.5" }));
    expect(pins).toContainEqual(expect.objectContaining({ name: "pytest", version: "4.6.11" }));
  });
});

describe("the plugin that pip installs", () => {
  it("asks for pytest alone: the client that is there stays, and nothing of a server comes", () => {
    const setup = readFileSync(join(SHIM, "setup.py"), "utf8");
    const [, wanted = ""] = /install_requires=\[([^\]]*)\]/.exec(setup) ?? [];
    expect(wanted).toMatch(/^'pytest[^',]*(,[^']*)?'$/);
  });
});
