import { copyFileSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it } from "vitest";
import { GOLDENS } from "../package-files.ts";
import { readGolden } from "./load.ts";
import { openPack, packGoldens } from "./pack.ts";

const folder = dirSync({ unsafeCleanup: true });
const file = join(folder.name, "session.yaml");
copyFileSync(join(GOLDENS, "sanity/session.yaml"), file);
const golden = readGolden({ id: "sanity/session", file });
const path = join(folder.name, "goldens.pack");
writeFileSync(path, packGoldens([golden]));

describe("openPack()", () => {
  it("gives a golden as it was read from its file", () => {
    expect(openPack(path)?.get("sanity/session", file)).toEqual(golden);
    expect(openPack(path)?.get("sanity/other", file)).toBeUndefined();
    expect(openPack(path)?.title("sanity/session", file)).toBe(golden.title);
  });

  it("does so for a file that was only written anew, and not for one that changed or is gone", () => {
    utimesSync(file, 1, 1);
    expect(openPack(path)?.get("sanity/session", file)).toEqual(golden);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/[a-z](?=\n)/, "X"));
    expect(openPack(path)?.get("sanity/session", file)).toBeUndefined();
    expect(openPack(path)?.title("sanity/session", file)).toBeUndefined();
    expect(openPack(path)?.get("sanity/session", `${file}.gone`)).toBeUndefined();
  });

  it("is nothing where there is no pack, or half of one", () => {
    expect(openPack(`${path}.gone`)).toBeUndefined();
    const half = join(folder.name, "half.pack");
    writeFileSync(half, readFileSync(path).subarray(0, -1));
    expect(openPack(half)).toBeUndefined();
  });
});
