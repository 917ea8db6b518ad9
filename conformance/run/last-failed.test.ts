import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it } from "vitest";
import { noteFailed, readFailed } from "./last-failed.ts";
import type { Outcome, Result } from "./result.ts";

const folder = dirSync({ unsafeCleanup: true });
const result = (id: string, outcome: Outcome): Result => ({
  ...{
    suite: "golden",
    case: id,
    outcome,
    milliseconds: 0,
    file: undefined,
    title: "",
    requires: [],
    reason: undefined,
  },
  ...{ detail: undefined, differences: [], expected: 0, listed: [], stale: [], bytes: { compared: 0, masked: 0 } },
});

describe("noteFailed()", () => {
  it("keeps what failed until it passes, and what was not run", () => {
    const file = join(folder.name, "new/failed.json");
    expect(readFailed(file)).toBeUndefined();
    noteFailed(file, [result("a", "diverged"), result("b", "unmeasured"), result("c", "passed")]);
    expect(readFailed(file)).toEqual(["a", "b"]);
    noteFailed(file, [result("a", "passed"), result("b", "not-run"), result("c", "diverged")]);
    expect(readFailed(file)).toEqual(["b", "c"]);
  });

  it("knows nothing of what somebody else wrote, and spoils no run where it cannot write", () => {
    const file = join(folder.name, "other.json");
    writeFileSync(file, "nonsense");
    expect(readFailed(file)).toBeUndefined();
    expect(() => noteFailed("/dev/null/failed.json", [result("a", "diverged")])).not.toThrow();
  });
});
