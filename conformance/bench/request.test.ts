import { describe, expect, it } from "vitest";
import { addRequest, finishRequest, getWorkRequest, keyOf, Request, readKey } from "./request.ts";

describe("Request", () => {
  it("is written as the Python 2 client writes it, its id patched in", () => {
    const request = new Request("now", () => []);
    request.setId(70_000);
    // As recorded from the client (id 1), but for the id's five-byte form.
    expect(request.bytes.toString("hex")).toBe("d818581ca346706172616d73804269641a00011170466d6574686f64436e6f77");
  });

  it("puts one unit in every place: the key, and the successor's key and data", () => {
    const request = finishRequest("s", "w", true);
    request.setId(65_536);
    request.setUnit(123_456);
    const written = request.bytes.toString("latin1");
    expect(written.split("k000123456")).toHaveLength(3);
    expect(request.bytes.toString("hex").split("1a0001e240")).toHaveLength(2);
    expect(written).not.toContain("k987");
  });

  it("puts one unit in each place of an add_work_units call", () => {
    const request = addRequest("s", 3);
    request.setUnits([7, 100_000, 100_001, 100_002], 1);
    const written = request.bytes.toString("latin1");
    expect(written.match(/k\d{9}/g)).toEqual(["k000100000", "k000100001", "k000100002"]);
    expect(request.bytes.toString("hex").match(/6e756d6265721a[0-9a-f]{8}/g)).toEqual([
      "6e756d6265721a000186a0",
      "6e756d6265721a000186a1",
      "6e756d6265721a000186a2",
    ]);
  });

  it("keeps its length whatever is put in", () => {
    const request = finishRequest("s", "w", true);
    const length = request.bytes.length;
    request.setUnit(999_999_999);
    request.setId(4_294_967_295);
    expect(request.bytes.length).toBe(length);
  });

  it("asks for work with the options that the client sends", () => {
    expect(getWorkRequest("w", 100).bytes.toString("latin1")).toContain("max_jobs\x18\x64");
  });
});

describe("readKey()", () => {
  it.each([0, 65_536, 123_456_789])("reads what keyOf(%d) wrote", (number) => {
    expect(readKey(Buffer.from(`..${keyOf(number)}`), 2)).toBe(number);
  });

  it.each(["x000000001", "k00000000x", "k0000"])("finds no key in %s", (text) => {
    expect(readKey(Buffer.from(text), 0)).toBe(-1);
  });
});
