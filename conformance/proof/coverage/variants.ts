// Alternative encodings that a server must accept, or must reject by closing the connection: of parameters by declared
// type, of work units, of chained output, of frames. A frame variant is identified by the raw case that sends it.
import type { Item } from "../../cbor/item.ts";
import { stringOf } from "../../cbor/reading.ts";
import { type Declared, METHODS, type Method } from "../../protocol/methods.ts";
import type { Call } from "./calls.ts";

export type Variant = { readonly call: (call: Call) => boolean } | { readonly golden: string };

const isNull = (item: Item) => item.kind === "simple" && item.value === 22;
const isUndefined = (item: Item) => item.kind === "simple" && item.value === 23;
const isTuple = (item: Item) => item.kind === "tag" && item.tag === 128n;
const isTag = (item: Item) => item.kind === "tag" && ![24n, 37n, 128n].includes(item.tag);

type Form = (item: Item) => boolean;
const ACCEPTED: Record<Exclude<Declared, "anything">, Record<string, Form>> = {
  string: {
    bytes: ({ kind }) => kind === "bytes",
    text: ({ kind }) => kind === "text",
    null: isNull,
    undefined: isUndefined,
  },
  int: {
    unsigned: (item) => item.kind === "int" && item.value >= 0n,
    negative: (item) => item.kind === "int" && item.value < 0n,
    float: ({ kind }) => kind === "float",
    null: isNull,
  },
  float64: { integer: ({ kind }) => kind === "int", float: ({ kind }) => kind === "float", null: isNull },
  map: { map: ({ kind }) => kind === "map", tuple: isTuple, "unknown tag": isTag, null: isNull },
  list: { array: ({ kind }) => kind === "array", null: isNull },
  strings: { array: ({ kind }) => kind === "array", null: isNull },
};

const add = (form: (item: Item) => boolean) => ({
  call: ({ method, params, error }: Call) =>
    method === "add_work_units" && error === undefined && elements(params[1]).some(form),
});
const chained = (form: (item: Item) => boolean) => ({
  call: ({ method, params }: Call) => method === "update_work_unit" && outputsIn(params[2]).some(form),
});
const frame = (name: string): Variant => ({ golden: `wire/${name}` });

export const VARIANTS: Readonly<Record<string, Variant>> = {
  ...Object.fromEntries(
    Object.entries(ACCEPTED).flatMap(([declared, forms]) =>
      Object.entries(forms).map(([form, fits]) => [`${declared} as ${form}`, { call: accepts(declared, fits) }]),
    ),
  ),
  "unit as a key in bytes": add(({ kind }) => kind === "bytes"),
  "unit as a key in text": add(({ kind }) => kind === "text"),
  "unit as a list": add(({ kind }) => kind === "array"),
  "unit as a tuple": add(isTuple),
  "unit with null data": add((item) => isNull(elements(item)[1] ?? item)),
  "unit with metadata": add((item) => elements(item)[2]?.kind === "map"),
  "unit with null metadata": add((item) => elements(item).slice(2, 3).some(isNull)),
  "unit with a priority of its own": add((item) => elements(item)[3]?.kind === "float"),
  "unit with more elements": add((item) => elements(item).length > 4),
  "unit priority": { call: (call) => unitOptions(call).includes("priority") },
  "unit delay": { call: (call) => unitOptions(call).includes("delay") },
  "output as a map": chained(({ kind }) => kind === "map"),
  "output as a list": chained(({ kind }) => kind === "array"),
  "output as a tuple": chained(isTuple),
  "output that makes nothing": chained((item) => !["map", "array", "tag"].includes(item.kind)),
  "parameters by name": { call: ({ named, hasResult }) => named && hasResult },
  "frame with the tag in a longer head": frame("frame-tag-in-a-longer-head"),
  "frame in chunks": frame("frame-in-chunks"),
  "frame around an indefinite map": frame("frame-indefinite-message"),
  "frame with bytes after the message": frame("frame-trailing-bytes-inside"),
  "frame byte by byte": frame("frame-byte-by-byte"),
  "frames in one segment": frame("frames-in-one-segment"),
  "pipelined calls": frame("pipelining-2000"),
  "half-close after a call": frame("hangup-after-a-call"),
  "half-close in a frame": frame("hangup-in-a-frame"),
  "null in place of a frame": frame("top-level-null"),
  batch: frame("batch"),
  "method as text": frame("method-as-text"),
  "spellings of a method": frame("method-name-spellings"),
  "ids of every width": frame("id-of-every-width"),
  "closed: untagged map": frame("close-untagged-map"),
  "closed: untagged bytes": frame("close-untagged-bytes"),
  "closed: tag in a tag": frame("close-tag-in-a-tag"),
  "closed: tag around text": frame("close-tag-around-text"),
  "closed: tag around a map": frame("close-tag-around-a-map"),
  "closed: another tag": frame("close-other-tag"),
  "closed: empty frame": frame("close-empty-frame"),
  "closed: truncated message": frame("close-truncated-message"),
  "closed: no HTTP": frame("close-text-protocol"),
  "closed: id missing": frame("close-id-missing"),
  "closed: id negative": frame("close-id-negative"),
  "closed: id no integer": frame("close-id-float"),
  "closed: method missing": frame("close-method-missing"),
  "closed: method no string": frame("close-method-integer"),
  "closed: params missing": frame("close-params-missing"),
  "closed: params null": frame("close-params-null"),
  "closed: params a tuple": frame("close-params-tuple"),
  "values: integers": frame("values-integers"),
  "values: floats": frame("values-floats"),
  "values: strings": frame("values-strings"),
  "values: containers": frame("values-containers"),
  "values: map keys": frame("values-map-keys"),
  "values: repeated keys": frame("values-repeated-keys"),
  "values: tags": frame("values-tags"),
  "values: simple": frame("values-simple"),
  "values: in a spec": frame("values-in-a-spec"),
};

/** Matches calls with a parameter of the declared type in this form that did not get an error reply. */
function accepts(declared: string, fits: Form): (call: Call) => boolean {
  return ({ method, params, named, error }) => {
    const known: Method | undefined = Object.hasOwn(METHODS, method)
      ? METHODS[method as keyof typeof METHODS]
      : undefined;
    if (known === undefined || named || error !== undefined) return false;
    return known.params.some(([, type], i) => type === declared && params.slice(i, i + 1).some(fits));
  };
}

/** The elements of an array or a tuple; empty for any other item. */
function elements(item: Item | undefined): readonly Item[] {
  if (item?.kind === "tag") return elements(item.content);
  return item?.kind === "array" ? item.items : [];
}

function unitOptions({ method, params, error }: Call): string[] {
  if (method !== "add_work_units" || error !== undefined) return [];
  return elements(params[1]).flatMap((unit) => keysOf(elements(unit)[2]));
}

/** The keys of a map in lower case; empty for any other item. */
export function keysOf(item: Item | undefined): string[] {
  return item?.kind === "map" ? item.entries.map(({ key }) => (stringOf(key) ?? "").toLowerCase()) : [];
}

function outputsIn(options: Item | undefined): Item[] {
  const entries = options?.kind === "map" ? options.entries : [];
  const data = entries.find(({ key }) => stringOf(key) === "data")?.value;
  const values = data?.kind === "map" ? data.entries : [];
  return values.filter(({ key }) => stringOf(key) === "output").map(({ value }) => value);
}
