// Rules for messages, methods and parameters: when the daemon closes the connection, and what it rejects or accepts
// contrary to the contract. They do not depend on earlier calls, except for values that cannot be sent back.
import type { Item } from "../../cbor/item.ts";
import { elementsOf } from "../../cbor/reading.ts";
import { hasSent } from "../go-coordinate/history.ts";
import type { Rule } from "../rule.ts";
import { accepts, errorOf, hasNull, isCall, option, throws } from "./reading.ts";

const LACKS = /^AttributeError\("'MultiBackendProxyObject' object has no attribute '/;
const WRONG_TYPE = /expected type '|expected a map|source data must be an array or slice|cannot decode key paths/;
const WRONG_ITEM = /^(priority must be a number|work unit not a list|too few parameters to work unit)$/;

export const envelopeRules: readonly Rule[] = [
  {
    point: "K18",
    // A value that the Python client cannot decode is stored nevertheless, if this daemon can decode it.
    explains: (_, exchange) => accepts(exchange, / (is|has a key that is) (a tag|a list|a map|text that|the simple)/),
  },
  {
    point: "D4",
    explains: (difference, exchange) =>
      exchange.expected.kind === "closed" && (difference.kind === "extra" || difference.kind === "not-closed"),
  },
  {
    point: "D4",
    // The calls of a batch before an invalid request are executed.
    splitsState: ({ call, expected }) => expected.kind === "closed" && call !== undefined,
  },
  {
    point: "D5",
    explains: (difference, exchange, before) =>
      difference.kind === "closed" &&
      hasSent([...before, exchange], isUnknownTag) &&
      !hasSent([exchange], isInconvertible),
  },
  {
    point: "D63",
    explains: (difference, exchange) => difference.kind === "closed" && hasSent([exchange], isInconvertible),
  },
  {
    point: "D62",
    explains: (difference, exchange) => difference.kind === "closed" && exchange.call === undefined,
  },
  {
    point: "D6",
    explains: (_, exchange) =>
      LACKS.test(errorOf(exchange, "got") ?? "") && !/^no such method /.test(errorOf(exchange, "expected") ?? ""),
  },
  {
    point: "D3",
    explains: (_, exchange) => exchange.expected.kind === "error" && exchange.got.kind === "error",
  },
  { point: "D55", explains: (_, exchange) => isCall(exchange, "archive") && accepts(exchange, /^wrong number/) },
  { point: "D56", explains: (_, exchange) => isCall(exchange, "get_config") && accepts(exchange, /^no config/) },
  {
    point: "D60",
    explains: (_, exchange) =>
      isCall(exchange, "set_work_spec") &&
      accepts(exchange, /^(No 'name' key|Work spec 'name' must be)/) &&
      !hasSeveralNames(exchange.call?.params[0]),
  },
  {
    point: "D66",
    explains: (_, exchange) =>
      isCall(exchange, "set_work_spec") && accepts(exchange, /'name'/) && hasSeveralNames(exchange.call?.params[0]),
  },
  {
    point: "D47",
    explains: (_, exchange) => isCall(exchange, "set_work_spec") && accepts(exchange, /\n\* '[A-Za-z_]+'/),
  },
  {
    point: "D48",
    explains: (_, exchange) => isCall(exchange, "add_work_units") && accepts(exchange, /\n\* 'Data/),
  },
  {
    point: "D38",
    explains: (_, exchange) =>
      isCall(exchange, "add_work_units") && accepts(exchange, /^1 error\(s\) decoding:\n\n\* 'Meta\.Delay'/),
  },
  {
    point: "D49",
    explains: (_, exchange) =>
      isCall(exchange, "add_work_units") &&
      (accepts(exchange, /'Meta\.Priority'/) ||
        accepts(exchange, WRONG_ITEM) ||
        throws(exchange, /^TypeError\('__init__\(\) takes at (least|most) /)),
  },
  {
    point: "D16",
    explains: (_, exchange) =>
      isCall(exchange, "get_work_units", "del_work_units") && accepts(exchange, /^invalid work unit status$/),
  },
  { point: "D64", explains: (_, exchange) => accepts(exchange, WRONG_TYPE) },
  {
    point: "D64",
    // This daemon does not accept a tuple or a tag as a map of options.
    explains: (_, exchange) =>
      throws(exchange, /object has no attribute 'get'/) &&
      exchange.call?.params.some(({ kind }) => kind === "tag") === true,
  },
  {
    point: "D65",
    explains: (_, exchange) =>
      throws(exchange, /NoneType|float\(\) argument must be|key=None/) && hasNull(exchange.call),
  },
  {
    point: "D67",
    explains: (_, exchange) => throws(exchange, /cannot convert float (NaN|infinity) to integer/),
  },
  { point: "D41", explains: (_, exchange) => isCall(exchange, "get_work") && throws(exchange, /^ZeroDivisionError/) },
  {
    point: "D36",
    explains: (_, exchange) =>
      isCall(exchange, "update_work_unit") &&
      option(exchange.call, "status") !== undefined &&
      throws(exchange, /^(TypeError|AssertionError)/),
  },
  {
    point: "D65",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_worker_info") &&
      throws(exchange, /NoneType/) &&
      before.some((each) => isCall(each, "worker_heartbeat") && hasNull(each.call)),
  },
  {
    point: "D64",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_worker_info") &&
      throws(exchange, /^TypeError/) &&
      before.some(({ call }) => call?.method === "worker_heartbeat" && call.params[3]?.kind !== "map"),
  },
];

/** Whether the daemon's CBOR library cannot read a tag, or cannot write it. */
function isUnknownTag(item: Item): boolean {
  if (item.kind !== "tag") return false;
  if (item.tag === 37n) return item.content.kind !== "bytes" || item.content.value.length !== 16;
  return ![2n, 3n, 24n, 128n].includes(item.tag);
}

/** Whether a well-formed item is one that the daemon's CBOR reader cannot convert to a Python value. */
function isInconvertible(item: Item): boolean {
  if (item.kind === "simple") return item.value < 20 || item.value > 23;
  if (item.kind === "text") return !isUtf8(item.value);
  return item.kind === "map" && item.entries.some(({ key }) => key.kind === "array" || key.kind === "map");
}

function isUtf8(bytes: Uint8Array): boolean {
  return Buffer.from(Buffer.from(bytes).toString("utf8")).equals(bytes);
}

/** Whether a definition has several names in different spellings. */
function hasSeveralNames(definition: Item | undefined): boolean {
  const keys = definition?.kind === "map" ? definition.entries.map(({ key }) => key) : [];
  const names = keys.filter(
    (key) => (key.kind === "bytes" || key.kind === "text") && /^name$/i.test(Buffer.from(key.value).toString("latin1")),
  );
  return names.length > 1 || elementsOf(definition).length > 0;
}
