// Calls with keyword parameters, which this daemon accepts, converted to calls with positional parameters.
import { openFrame } from "../../cbor/frame.ts";
import { fieldOf, stringOf } from "../../cbor/reading.ts";
import { type Call, callIn } from "../../protocol/call.ts";
import { METHODS } from "../../protocol/methods.ts";

const NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(METHODS).map(([method, { params }]) => [method, params.map(([name]) => name)]),
);

/** The call in a request with parameters in any form; undefined if it is not a call of an existing method. */
export function anyCallIn(request: Uint8Array): Call | undefined {
  return callIn(request) ?? keywordCallIn(request);
}

function keywordCallIn(request: Uint8Array): Call | undefined {
  const { inner, message } = openFrame(request);
  const method = stringOf(fieldOf(message, "method"));
  const given = fieldOf(message, "params");
  const names = NAMES.get(method ?? "");
  if (inner === undefined || method === undefined || given?.kind !== "map" || names === undefined) return undefined;
  return { method, params: names.flatMap((name) => fieldOf(given, name) ?? []), inner };
}
