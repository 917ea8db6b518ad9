import { expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { unlocksOf } from "./unlocks.ts";

const hex = (frames: readonly Uint8Array[]) => frames.map((frame) => Buffer.from(frame).toString("hex"));
const call = (method: string, params: string) => requestFrame(1, method, params);

it("releases each lock that requests name: a tree by its first label, the root by its owner", () => {
  const lock = call("lock", "'me', 60, [['x', 'y'], 128(['x']), []]");
  const renew = call("Renew_", "'me', 60, [['z']]");
  expect(hex(unlocksOf([Buffer.concat([lock, renew])]))).toEqual(
    hex([call("delete_namespace", "'x'"), call("unlock", "'me', [[]]"), call("delete_namespace", "'z'")]),
  );
});

it("releases nothing for requests that take no lock", () => {
  expect(unlocksOf([call("readlock", "[['x']]"), call("set_work_spec", "{'name': 'lock'}"), Buffer.of(0xff)])).toEqual(
    [],
  );
});
