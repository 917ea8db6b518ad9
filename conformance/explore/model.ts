// The protocol as a model to draw sessions from: every method with what its parameters may be, odd calls included. A session
// leaves nothing to chance: get_work always has one work spec to choose from; leases and delays end after the session.
import fc from "fast-check";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { type Drawn, methodParams, type Scope } from "./methods.ts";
import { type Notation, oddItem } from "./vocabulary.ts";

/** Requests of one client on one connection, a frame each. */
export type Session = readonly Uint8Array[];

/** Sessions of 1 to `maxCalls` calls. */
export function sessions(maxCalls: number): fc.Arbitrary<Session> {
  const of = (scope: Scope) =>
    fc
      .tuple(setUp(scope), fc.array(call(scope), { minLength: 1, maxLength: maxCalls, size: "max" }))
      .map(([first, rest]) => numbered([...first, ...rest]));
  return fc.oneof(
    { weight: 5, arbitrary: of({ specs: ["a"], continuous: false }) },
    { weight: 3, arbitrary: of({ specs: ["a", "b", "c"], continuous: false }) },
    { weight: 1, arbitrary: of({ specs: ["a"], continuous: true }) },
  );
}

/** A message in notation, with ID where its id goes. */
type Message = string;

/** Mostly a work spec with units, without which there is little to ask for. */
function setUp(scope: Scope): fc.Arbitrary<readonly Message[]> {
  const { set_work_spec: set, add_work_units: add } = methodParams(scope);
  const define = fc.tuple(...set.params).map((given) => message("'set_work_spec'", given));
  const fill = fc.tuple(...add.params).map((given) => message("'add_work_units'", given));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 6, arbitrary: fc.tuple(define, fill) },
    { weight: 2, arbitrary: fc.tuple(define, define, fill, fill) },
  );
}

function call(scope: Scope): fc.Arbitrary<Message> {
  const methods: Record<string, Drawn> = methodParams(scope);
  const usual = fc.oneof(
    ...Object.entries(methods).map(([name, { often, params }]) => ({
      weight: often,
      arbitrary: fc.tuple(...params).map((given) => message(`'${name}'`, given)),
    })),
  );
  const odd = fc.oneof(
    ...Object.entries(methods)
      .filter(([name]) => name !== "get_work")
      .map(([name, { params }]) => oddCall(name, params)),
  );
  return fc.oneof(
    { weight: 60, arbitrary: usual },
    { weight: 8, arbitrary: odd },
    { weight: 1, arbitrary: fc.constantFrom(...oddMessages) },
  );
}

const message = (method: string, params: readonly string[]): Message =>
  `{'params': [${params.join(", ")}], 'id': ID, 'method': ${method}}`;

/** A call with one parameter of any kind, with too few or too many, or with its name spelled in another way. */
function oddCall(name: string, params: readonly Notation[]): fc.Arbitrary<Message> {
  const given = fc.tuple(...params);
  const other = fc.tuple(given, fc.nat(Math.max(0, params.length - 1)), oddItem).map(([usual, at, item]) =>
    message(
      `'${name}'`,
      usual.map((each, i) => (i === at ? item : each)),
    ),
  );
  const count = fc
    .tuple(given, oddItem, fc.boolean())
    .map(([usual, item, more]) => message(`'${name}'`, more ? [...usual, item] : usual.slice(1)));
  const spelled = fc
    .tuple(given, fc.constantFrom(camelCase(name), `_${name}_`, name.toUpperCase(), name.replaceAll("_", "-")))
    .map(([usual, spelling]) => message(`'${spelling}'`, usual));
  return fc.oneof({ weight: 4, arbitrary: other }, count, spelled);
}

const camelCase = (name: string) => name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Messages of other shapes; how a peer treats them, accept or close, must be the same. */
const oddMessages: readonly Message[] = [
  "{'method': 'worker_stats', 'id': ID, 'params': []}",
  "{_ 'params': [_ ], 'id': ID_3, 'method': 'worker_stats'}",
  `{"params": [], "id": ID, "method": 'worker_stats', "more": 1}`,
  "{'params': [], 'id': ID, 'method': ''}",
  "{'params': [], 'id': ID, 'method': h'ff'}",
  `{'params': [], 'id': ID, 'method': "worker_stats"}`,
  "{'params': {}, 'id': ID, 'method': 'worker_stats'}",
  "{'params': 128([]), 'id': ID, 'method': 'worker_stats'}",
  "{'params': null, 'id': ID, 'method': 'worker_stats'}",
  "{'id': ID, 'method': 'worker_stats'}",
  "{'params': [], 'method': 'worker_stats'}",
  "{'params': [], 'id': -1, 'method': 'worker_stats'}",
  "{'params': [], 'id': ID}",
  "[{'params': [], 'id': ID, 'method': 'worker_stats'}]",
  "null",
  "5",
];

function numbered(messages: readonly Message[]): Session {
  return messages.map((each, i) => frameOf(assemble(each.replace(/\bID(?![A-Z])/, String(i + 1)))));
}
