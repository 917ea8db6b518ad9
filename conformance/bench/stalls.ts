// Calls that cause a daemon much work at once, each with the frames that create the data it needs.

import { frameOf } from "../cbor/frame.ts";
import { encodeHead, MAJOR } from "../cbor/head.ts";
import { call, int, keyOf, keys, list, many, map, request, str } from "./raw-frames.ts";

export type Stall = {
  /** Short description of the calls, for the report. */
  readonly title: string;
  /** Frames sent, and answered, before the measurement. */
  prepare?: () => Iterable<Buffer>;
  /** Frames sent during the measurement, until all are answered. */
  send: () => Iterable<Buffer>;
  /** Seconds to wait between the two; default 0. */
  wait?: number;
  /** Number of connections that each send these frames at the same time; default 1. */
  connections?: number;
};

/** The key of a work spec's definition that names the spec to which outputs are added. */
const SUCCESSOR = "then";

/** @param share fraction of the full sizes, 1 for the full measurement */
export function stalls(share: number): Stall[] {
  const count = (full: number) => Math.max(10, Math.round(full * share));
  const million = count(1_000_000);
  return [
    adding(count(100_000)),
    adding(million),
    {
      title: `get_work over ${count(20_000)} work specs whose unit is out of retries`,
      *prepare() {
        for (let i = 0; i < count(20_000); i++) {
          const name = str(`s${i}`);
          yield call("set_work_spec", map({ name, max_retries: int(1) }));
          yield call("add_work_units", name, keys(1, "82", "a0"));
          yield call("get_work", str("w"), map({ work_spec_names: list(name) }));
          yield call("update_work_unit", name, str(keyOf(0)), map({ status: int(1) }));
        }
      },
      send: () => [call("get_work", str("w"), map({}))],
    },
    {
      title: `a batch of 1,000 get_work over ${count(100_000)} empty work specs`,
      prepare: () => specs(count(100_000)),
      send: () => [batch(1_000, request("get_work", list(str("w"), map({}))))],
    },
    {
      title: `a batch of ${count(60_000)} calls of a method of 1,000 bytes that are no UTF-8`,
      send: () => [batch(count(60_000), request("\xc3".repeat(1_000), list()))],
    },
    {
      title: `${count(3_900_000)} keyword parameters`,
      send: () => [frameOf(request("get_work", entries(count(3_900_000))))],
    },
    {
      title: `an option map of ${count(3_900_000)} keys`,
      send: () => [call("get_work", str("w"), entries(count(3_900_000)))],
    },
    {
      title: `set_work_spec with ${count(2_000_000)} keys`,
      send: () => [call("set_work_spec", named(entries(count(2_000_000))))],
    },
    {
      title: `a unit whose data has ${count(3_900_000)} keys`,
      prepare: () => specs(1),
      send: () => [call("add_work_units", str("s0"), list(list(str("k"), entries(count(3_900_000)))))],
    },
    {
      title: `a worker's data of ${count(3_900_000)} keys, sent and read`,
      send: () => [
        call("worker_heartbeat", str("w"), str(""), int(60), entries(count(3_900_000)), str("")),
        call("get_worker_info", str("w")),
      ],
    },
    {
      title: `a work spec whose name has ${count(10_000_000)} bytes`,
      send: () => [call("set_work_spec", map({ name: str("s".repeat(count(10_000_000))) }))],
    },
    {
      title: `get_work_units with ${count(3_000_000)} states`,
      prepare: () => specs(1),
      send: () => [
        call(
          "get_work_units",
          str("s0"),
          map({ state: many(4, count(3_000_000), 1, (bytes, at) => bytes.writeUInt8(1, at)) }),
        ),
      ],
    },
    {
      title: `get_child_work_units of ${count(3_000)} children, ${count(10_000)} work specs`,
      *prepare() {
        yield* specs(count(10_000));
        for (let i = 0; i < count(3_000); i++) {
          yield call("worker_heartbeat", str(`c${i}`), str(""), int(1_000), map({}), str("p"));
        }
      },
      send: () => [call("get_child_work_units", str("p"))],
    },
    {
      title: `lock of ${million} paths`,
      send: () => [call("lock", str("me"), int(60), keys(million, "81"))],
    },
    {
      title: `lock of a path of ${count(7_900_000)} labels`,
      send: () => [
        call(
          "lock",
          str("me"),
          int(60),
          list(many(MAJOR.array, count(7_900_000), 1, (bytes, at) => bytes.writeUInt8(1, at))),
        ),
      ],
    },
    {
      title: `lists nested ${count(7_900_000)} deep`,
      send: () => [call("get_work", str("w"), Buffer.concat([Buffer.alloc(count(7_900_000), 0x81), int(0)]))],
    },
    {
      title: `an output of ${million} units`,
      prepare: () => [
        call("set_work_spec", map({ name: str("s0"), [SUCCESSOR]: str("t") })),
        call("set_work_spec", map({ name: str("t") })),
        call("add_work_units", str("s0"), keys(1, "82", "a0")),
      ],
      send: () => [
        call(
          "update_work_unit",
          str("s0"),
          str(keyOf(0)),
          map({ status: int(4), data: map({ output: keys(million) }) }),
        ),
      ],
    },
    onKeys(million, "prioritize_work_units", () => map({ work_unit_keys: keys(million), priority: int(1) })),
    onKeys(million, "get_work_unit_status", () => keys(million)),
    onKeys(million, "del_work_units", () => map({ work_unit_keys: keys(million) })),
    {
      title: `get_work of ${million} units`,
      prepare: () => filled(million),
      send: () => [call("get_work", str("w"), map({ max_jobs: int(million) }))],
    },
    {
      title: `${million} leases that end at once`,
      *prepare() {
        yield* filled(million);
        yield call("get_work", str("w"), map({ max_jobs: int(million), lease_time: int(1) }));
      },
      wait: 2,
      send: () => [call("count_work_units", str("s0"))],
    },
    {
      title: `the first list of one state, ${count(200_000)} units`,
      *prepare() {
        yield* filled(count(200_000));
        yield call("get_work", str("w"), map({ max_jobs: int(count(100_000)) }));
      },
      send: () => [call("get_work_units", str("s0"), map({ state: int(1) }))],
    },
    {
      title: "100 connections that send 20,000 calls each without a pause",
      connections: 100,
      send: () => Array<Buffer>(count(20_000)).fill(call("now")),
    },
  ];
}

function adding(units: number): Stall {
  return {
    title: `add_work_units of ${units} units`,
    prepare: () => specs(1),
    send: () => [call("add_work_units", str("s0"), keys(units, "82", "a0"))],
  };
}

function onKeys(units: number, method: string, given: () => Buffer): Stall {
  return {
    title: `${method} of ${units} keys`,
    prepare: () => filled(units),
    send: () => [call(method, str("s0"), given())],
  };
}

function* specs(count: number): Generator<Buffer> {
  for (let i = 0; i < count; i++) yield call("set_work_spec", map({ name: str(`s${i}`) }));
}

/** Frames that create a work spec with this many units, 10,000 per call. */
function* filled(units: number): Generator<Buffer> {
  yield* specs(1);
  const all = keys(units, "82", "a0");
  const start = encodeHead(MAJOR.array, units).length;
  const width = (all.length - start) / units;
  for (let from = 0; from < units; from += 10_000) {
    const some = Math.min(10_000, units - from);
    const items = all.subarray(start + from * width, start + (from + some) * width);
    yield call("add_work_units", str("s0"), Buffer.concat([encodeHead(MAJOR.array, some), items]));
  }
}

function batch(count: number, one: Buffer): Buffer {
  return frameOf(Buffer.concat([encodeHead(MAJOR.array, count), ...Array<Buffer>(count).fill(one)]));
}

/** A map of `count` different keys of eight digits, each with the value 0. */
function entries(count: number): Buffer {
  return many(MAJOR.map, count, 10, (bytes, at, item) => {
    bytes.writeUInt8(0x48, at);
    bytes.write(keyOf(item), at + 1, "latin1");
  });
}

/** The same map as a work spec's definition: with a `name` before its entries. */
function named(entries: Buffer): Buffer {
  const count = entries.readUInt32BE(1);
  return Buffer.concat([encodeHead(MAJOR.map, count + 1), str("name"), str("s0"), entries.subarray(5)]);
}
