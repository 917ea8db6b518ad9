// The text that a source fault replaces must still be in the reference, which changes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { expect, it } from "vitest";
import { explanations, sourceFaults } from "./faults.mjs";

const build = process.env.COORDINATE_BUILD;

it.skipIf(build === undefined)("replace what is in the compiled reference", () => {
  const faults = sourceFaults();
  const rotten = faults.filter(
    ({ file, find }) => !readFileSync(join(`${build}`, "server", file), "utf8").includes(find),
  );
  expect(rotten.map(({ name, file, find }) => `${name}: ${file} has no ${find}`)).toEqual([]);
  expect(faults.length).toBeGreaterThan(400);
});

it("are explained where they are in the catalogue alone", () => {
  const known = new Set(sourceFaults().map(({ key }) => key));
  expect([...explanations().keys()].filter((key) => !known.has(key))).toEqual([]);
});

it("stand there once, each for its clause", () => {
  const all = sourceFaults().map(({ file, key }) => `${file}: ${key}`);
  expect(all.filter((each, i) => all.indexOf(each) < i)).toEqual([]);
});
