// Large messages, which are decoded in pieces, have the same effect as small ones.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Caller } from "../testing/caller.ts";

const JUNK = Array.from({ length: 8_000 }, (_, i) => `'junk${i}': ${i}`).join(", ");
const KEYS = Array.from({ length: 12_000 }, (_, i) => `'k${i}'`).join(", ");

function filled(): Caller {
  const caller = new Caller();
  caller.says([
    ["set_work_spec({'name': 's'})", "[true, null]"],
    ["add_work_units('s', ['a', 'k7', 'k11999'])", "[true, null]"],
  ]);
  return caller;
}

describe("a large message", () => {
  it.each([
    [
      "an option map with thousands of other entries",
      `get_work_units('s', {${JUNK}, 'limit': 1})`,
      "[[128(['a', {}])], null]",
    ],
    [
      "an option in another spelling among thousands",
      `get_work_units('s', {${JUNK}, 'LIMIT': 1})`,
      "[[128(['a', {}])], null]",
    ],
    [
      "an option of a wrong type among thousands",
      `get_work_units('s', {${JUNK}, 'limit': 'x'})`,
      /error\(s\) decoding:.*'Limit' expected type 'int'/,
    ],
    [
      "keys of any kind in an option map",
      `get_work_units('s', {${JUNK}, 5: 1})`,
      /expected type 'string', got unconvertible type 'uint64'/,
    ],
    [
      "thousands of keys in an option",
      `get_work_units('s', {'work_unit_keys': [${KEYS}]})`,
      "[[128(['k11999', {}]), 128(['k7', {}])], null]",
    ],
    [
      "thousands of keys as a parameter",
      `get_work_unit_status('s', [${KEYS}])`,
      /^\[\[(null, ){7}\{"status": 1\}, (null, )+\{"status": 1\}\], null\]$/,
    ],
    [
      "keys of which one is invalid",
      `del_work_units('s', {'work_unit_keys': [${KEYS}, 5]})`,
      /'work_unit_keys\[12000\]' expected type 'string'/,
    ],
    ["a null among keys", `del_work_units('s', {'work_unit_keys': [${KEYS}, null]})`, "[2, null]"],
    ["too many parameters", `get_work_units('s', {'work_unit_keys': [${KEYS}]}, 1)`, /wrong number of parameters/],
  ])("with %s", (_, call, result) => {
    const said = filled().call(call).replaceAll("\\n", " ");
    if (typeof result === "string") expect(said).toBe(result);
    else expect(said).toMatch(result);
  });

  it("with keyword parameters", () => {
    const caller = filled();
    const message = `{'params': {'work_unit_keys': [${KEYS}], 'work_spec_name': 's'}, 'id': 1, 'method': 'get_work_unit_status'}`;
    expect(caller.message(message)).toBe(
      caller.message(message.replace(/\{'work_unit_keys': (\[.*\]), 'work_spec_name': 's'\}/, "['s', $1]")),
    );
  });

  it("with a dictionary of a work spec, which is kept as a small one is", () => {
    const caller = new Caller();
    const long = `'x': '${"x".repeat(100_000)}'`;
    const entries = `'name': 's', 'module': 'm', 'weight': 7, 'bytes': 'b', 'nested': {'b': 'b'}, 'disabled': true`;
    expect(caller.call(`set_work_spec({${entries}, ${long}})`)).toBe("[true, null]");
    const large = caller.call("get_work_spec('s')");
    const meta = caller.call("get_work_spec_meta('s')");
    expect(caller.call(`set_work_spec({${entries}, 'x': 'x'})`)).toBe("[true, null]");
    expect(large.replace(/x{100000}/, "x")).toBe(caller.call("get_work_spec('s')"));
    expect(meta).toBe(caller.call("get_work_spec_meta('s')"));
    expect(caller.call(`set_work_spec({'nam': 's', ${long}})`)).toContain("No 'name' key in work spec");
    expect(caller.call(`set_work_spec({'name': 5, ${long}})`)).toContain("Work spec 'name' must be a string");
    expect(caller.call(`set_work_spec({'name': 's', 'weight': 'x', ${long}})`)).toContain("'Weight' expected type");
  });

  it.each([
    "add_work_units('s', [['u', {'v': 0(1), %}]])",
    "update_work_unit('s', 'a', {'data': {'v': 0(1)}, %})",
    `update_work_unit('s', 'a', {${JUNK}, 'data': {'v': 0(1)}, %})`,
    "set_work_spec({'name': 's', 'v': 0(1), %})",
    "worker_heartbeat('w', 'm', 300, {'v': 0(1), %}, null)",
  ])("with what the client cannot read: %.40s", (call) => {
    const caller = filled();
    expect(caller.call(call.replace("%", `'pad': '${"p".repeat(70_000)}'`))).toMatch(/'(Data)?\[v\]' is a tag 0/);
    expect(caller.call("get_work_units('s', {'limit': 1})")).toBe("[[128(['a', {}])], null]");
  });

  it("knows every option that a method has", () => {
    const folder = new URL("methods/", import.meta.url);
    const sources = readdirSync(folder).filter((file) => !file.includes(".test."));
    const declared = sources.flatMap((file) =>
      [...readFileSync(new URL(file, folder), "utf8").matchAll(/optionTable\(\{([^}]*)\}/g)].flatMap(([, body = ""]) =>
        [...body.matchAll(/(\w+): read/g)].map(([, name = ""]) => name),
      ),
    );
    const known = readFileSync(new URL("prepared.ts", import.meta.url), "utf8");
    const listed = [...(/OPTION_NAMES: [^[]*\[([^\]]*)\]/.exec(known)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(listed.toSorted()).toEqual([...new Set(declared)].toSorted());
    expect(declared.length).toBeGreaterThan(15);
  });
});
