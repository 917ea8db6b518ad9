import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { expect, it } from "vitest";
import { readCaught, writeCaught } from "./caught.ts";

const file = join(dirSync({ unsafeCleanup: true }).name, "caught.jsonl");

it("reads faults as they were written, and nothing else", () => {
  const faults = [{ clause: "LOCK-1", file: "domain/locks.js", find: "a\n", replace: "" }];
  writeFileSync(file, writeCaught(faults));
  expect(readCaught(file)).toEqual(faults);
  writeFileSync(file, `${writeCaught(faults)}{"clause": 1}\n`);
  expect(() => readCaught(file)).toThrow(/caught\.jsonl:2: no fault with its clause/);
});
