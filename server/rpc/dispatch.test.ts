import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { describeReply } from "../../conformance/golden/describe.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { Caller, error } from "../testing/caller.ts";
import { WireError } from "../wire/wire-error.ts";

function reply(notation: string): string {
  return describeReply(Buffer.from(new Caller().message(notation), "hex"));
}

function rejection(notation: string): string {
  try {
    new Caller().message(notation);
  } catch (thrown) {
    if (thrown instanceof WireError) return thrown.code;
    throw thrown;
  }
  return "answered";
}

const NOW = "'method': 'now', 'params': []";

describe("Dispatcher: the envelope", () => {
  it("answers the stock client's request byte for byte", () => {
    const caller = new Caller();
    caller.clock.advance(0.9);
    expect(caller.message("{'params': [], 'id': 1, 'method': 'now'}")).toBe("d81851a24269640146726573756c741a000f4240");
  });

  it.each([
    ["text keys", `{"id": 7, "method": 'now', "params": []}`],
    ["any order", `{'method': 'now', 'params': [], 'id': 7}`],
    ["unknown keys", `{'id': 7, ${NOW}, 'x': [1, {2: 3}], "y": null}`],
    ["a null key", `{'id': 7, ${NOW}, null: 5}`],
    ["a repeated key, of which the last counts", `{'id': 1, 'id': "x", 'id': 7, ${NOW}}`],
    ["indefinite params", `{'id': 7, 'method': 'now', 'params': [_ ]}`],
    ["an indefinite map", `{_ 'id': 7, ${NOW}}`],
    ["a text method (K24)", `{'id': 7, 'method': "now", 'params': []}`],
    ["keyword params (K24)", `{'id': 7, 'method': 'now', 'params': {}}`],
    ["bytes after the map", `{'id': 7, ${NOW}}, 1, 2`],
  ])("takes %s", (_, notation) => {
    expect(new Caller().message(notation)).toBe("d81851a24269640746726573756c741a000f4240");
  });

  it.each([
    ["0", "00"],
    ["23", "17"],
    ["24", "1818"],
    ["5_3", "05"],
    ["65536", "1a00010000"],
    ["9007199254740993", "1b0020000000000001"],
    ["18446744073709551615", "1bffffffffffffffff"],
  ])("echoes the id %s in its shortest form", (id, hex) => {
    expect(new Caller().message(`{'id': ${id}, 'method': 'clear', 'params': []}`)).toContain(
      `a2426964${hex}46726573756c7400`,
    );
  });

  it.each([
    ["a missing id", `{${NOW}}`],
    ["a negative id", `{'id': -1, ${NOW}}`],
    ["a float as id", `{'id': 1.0, ${NOW}}`],
    ["bytes as id", `{'id': '1', ${NOW}}`],
    ["null as id", `{'id': null, ${NOW}}`],
    ["a missing method", "{'id': 1, 'params': []}"],
    ["null as method", "{'id': 1, 'method': null, 'params': []}"],
    ["an integer as method", "{'id': 1, 'method': 5, 'params': []}"],
    ["missing params", "{'id': 1, 'method': 'now'}"],
    ["null as params", "{'id': 1, 'method': 'now', 'params': null}"],
    ["a tuple as params", "{'id': 1, 'method': 'now', 'params': 128([])}"],
    ["an integer key", `{'id': 1, ${NOW}, 5: 6}`],
    ["an integer", "1"],
    ["null", "null"],
    ["a string", "'now'"],
    ["an empty map", "{}"],
  ])("closes on %s", (_, notation) => {
    expect(rejection(notation)).toBe("not-a-request");
  });

  it.each(["", "a3426964", "5f4161", "ff"])("closes on the malformed message '%s'", (hex) => {
    expect(() => new Caller().exchange(Buffer.from(hex, "hex"))).toThrow(
      expect.objectContaining({ code: "malformed-cbor" }),
    );
  });

  it("answers a bare null as a request without anything in it", () => {
    expect(new Caller().exchange(null).toString("hex")).toBe(
      "d8185824a242696400456572726f72a1676d6573736167656f6e6f2073756368206d6574686f6420",
    );
  });

  it("puts an error reply in place of a reply over maxReplyBytes, and goes on", () => {
    const caller = new Caller({}, { ...DEFAULT_LIMITS, maxReplyBytes: 8192 });
    caller.says([
      [`set_work_spec({'name': 'big', 'x': h'${"00".repeat(9000)}'})`, "[true, null]"],
      ["get_work_spec('big')", error("Cannot write reply: it exceeds maxReplyBytes 8192")],
      ["get_work_spec('nosuch')", "null"],
    ]);
  });
});

describe("Dispatcher: method names", () => {
  it.each([
    "list_worker_modes",
    "list__worker__modes",
    "_list_worker_modes_",
    "__list_worker_modes",
    "list_Worker_modes",
    "listWorkerModes",
    "ListWorkerModes",
    "list_workerModes",
  ])("knows %s", (method) => {
    expect(new Caller().call(`${method}()`)).toBe("[{}, null]");
  });

  it.each([
    ["nosuch", "Nosuch"],
    ["", ""],
    ["NOW", "NOW"],
    ["nOW", "NOW"],
    ["LIST_WORKER_MODES", "LISTWORKERMODES"],
    ["listworkermodes", "Listworkermodes"],
    ["list-worker-modes", "List-Worker-Modes"],
    ["list worker modes", "List Worker Modes"],
    ["now ", "Now "],
    ["now.x", "Now.X"],
    ["do_lock", "DoLock"],
    ["string", "String"],
    ["constructor", "Constructor"],
    ["__proto__", "Proto"],
    ["\u00e9_b", "\u00c9B"],
  ])("knows no '%s'", (method, converted) => {
    const hex = Buffer.from(method).toString("hex");
    expect(reply(`{'id': 1, 'method': h'${hex}', 'params': [1, 2, 3]}`)).toBe(error(`no such method ${converted}`));
  });

  it("replaces each byte that is not UTF-8, however many there are", () => {
    expect(reply("{'id': 1, 'method': h'ff61e282', 'params': []}")).toBe(error("no such method \ufffda\ufffd\ufffd"));
    expect(new Caller().message(`{'id': 1, 'method': h'${"ff".repeat(1 << 20)}', 'params': []}`).length).toBeLessThan(
      10_000,
    );
  });
});

describe("Dispatcher: keyword params (K24)", () => {
  const kwargs = (method: string, params: string) => reply(`{'id': 1, 'method': '${method}', 'params': ${params}}`);

  it("puts them in order, text or bytes", () => {
    expect(kwargs("lock", `{"keys": [["a"]], 'timeout': 5, 'locker_id': 'me'}`)).toBe("[true, null]");
  });

  it.each([
    ["one missing", "get_work", "{'worker_id': 'w'}"],
    ["one too many", "clear", "{'x': 1}"],
    ["an unknown parameter", "get_work", "{'worker_id': 'w', 'options': {}, 5: 1}"],
  ])("refuses %s", (_, method, params) => {
    expect(kwargs(method, params)).toBe(error("wrong number of parameters"));
  });

  it("lets the optional parameter of archive be absent, as the Python daemon does", () => {
    expect([kwargs("archive", "{}"), kwargs("archive", "{'options': {}}")]).toEqual(["null", "null"]);
  });
});

describe("Dispatcher: batches (K24)", () => {
  const clear = (id: number) => `{'id': ${id}, 'method': 'clear', 'params': []}`;
  const frame = (notation: string) => describeReply(Buffer.from(new Caller().message(notation), "hex"));

  it("answers a list of requests with one frame, lists within lists too", () => {
    expect(frame(`[${clear(1)}, [${clear(2)}, []], ${clear(3)}]`)).toBe(
      "24(<<[{'id': 1, 'result': 0}, [{'id': 2, 'result': 0}, []], {'id': 3, 'result': 0}]>>)",
    );
  });

  it("answers an empty list with an empty list", () => {
    expect(new Caller().message("[]")).toBe("d8184180");
  });

  it("keeps an error to its own request", () => {
    expect(frame(`[${clear(1)}, {'id': 2, 'method': 'x', 'params': []}]`)).toBe(
      `24(<<[{'id': 1, 'result': 0}, {'id': 2, 'error': {"message": "no such method X"}}]>>)`,
    );
  });

  it.each(["5", "null", "{'id': 1}", "[[1]]"])("carries nothing out where one member is %s", (member) => {
    const caller = new Caller();
    expect(() =>
      caller.message(`[{'id': 1, 'method': 'set_work_spec', 'params': [{'name': 's'}]}, ${member}]`),
    ).toThrow(expect.objectContaining({ code: "not-a-request" }));
    expect(caller.call("clear()")).toBe("0");
  });
});

describe("Dispatcher: what is told of a call", () => {
  it("is its method as sent, its id and its error", () => {
    const caller = new Caller();
    caller.message("{'id': 18446744073709551615, 'method': 'clear', 'params': []}");
    caller.message("{'id': 2, 'method': 'no_such', 'params': []}");
    expect(caller.answered).toEqual([
      { method: "clear", known: "clear", id: 2n ** 64n - 1n, error: null },
      { method: "no_such", known: null, id: 2n, error: "no such method NoSuch" },
    ]);
  });
});
