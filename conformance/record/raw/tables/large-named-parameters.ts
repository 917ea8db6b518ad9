// Parameters by name in messages in which one of them is large.
import { METHOD_NAMES, type MethodName } from "../../../protocol/methods.ts";
import type { RawCase } from "../definition.ts";
import { type Row, table, together } from "./table.ts";

type Named = readonly (readonly [name: string, value: string])[];

const named = (method: MethodName, params: Named) =>
  `24(<<{'params': {${params.map(([name, value]) => `${name}: ${value}`).join(", ")}}, 'id': 7, 'method': '${method}'}>>)`;
const PREPARE = together(
  "set_work_spec({'name': 's', 'n': 1})",
  "add_work_units('s', ['u', 'v'])",
  "worker_heartbeat('w', 'RUN', 300, {'n': 1}, null)",
  "lock('me', 60, [['n', 'a']])",
);
const SEEN = together(
  "count_work_units('s')",
  "list_worker_modes()",
  "readlock([['n', 'a']])",
  "delete_namespace('n')",
  "worker_unregister('w')",
  "clear()",
);

/** Large values whose bytes look like CBOR heads, to expose a reader that continues at a wrong offset. */
const SIZES = [5_000, 70_000];
const FILLS = ["'z'", "h'9f'", "h'a1'", "h'5b'"];
const LARGE: Readonly<Partial<Record<MethodName, (fill: string, count: number) => Named>>> = {
  add_work_units: (fill) => [
    ["'work_spec_name'", "'s'"],
    ["'work_unit_key_vals'", `[['a', {'v': ${fill}}], ['b', {${fill}: [1]}, {'priority': 2}]]`],
  ],
  set_work_spec: (fill) => [["'work_spec'", `{'v': ${fill}, 'name': 's', 'weight': 7}`]],
  update_work_unit: (fill) => [
    ["'work_spec_name'", "'s'"],
    ["'work_unit_key'", "'u'"],
    ["'options'", `{'status': 4, 'data': {'v': ${fill}}}`],
  ],
  worker_heartbeat: (fill) => [
    ["'worker_id'", "'w'"],
    ["'mode'", "'m'"],
    ["'expire_seconds'", "60"],
    ["'data'", `{'v': ${fill}}`],
    ["'parent'", "'p'"],
  ],
  get_work: (fill) => [
    ["'worker_id'", "'w'"],
    ["'options'", `{'nosuch': ${fill}, 'max_jobs': 2, 'lease_time': 600}`],
  ],
  get_work_units: (fill, count) => [
    ["'work_spec_name'", "'s'"],
    ["'options'", `{'work_unit_keys': [«1000..${1000 + count / 10}: 'k%d'», 'v'], 'nosuch': ${fill}}`],
  ],
  get_work_unit_status: (fill) => [
    ["'work_spec_name'", "'s'"],
    ["'work_unit_keys'", `['u', ${fill}, 'v']`],
  ],
  prioritize_work_units: (fill, count) => [
    ["'work_spec_name'", "'s'"],
    ["'options'", `{'work_unit_keys': [${fill}, «1000..${1000 + count / 10}: 'k%d'», 'v'], 'priority': 3}`],
  ],
  del_work_units: (fill, count) => [
    ["'work_spec_name'", "'s'"],
    ["'options'", `{'work_unit_keys': ['v', «1000..${1000 + count / 10}: 'k%d'»], 'nosuch': [${fill}]}`],
  ],
  locksome: (fill) => [
    ["'locker_id'", "'you'"],
    ["'timeout'", "60"],
    ["'keys'", `[['n', 'a'], ['n', ${fill}], ['n', 'b']]`],
  ],
};

const large: readonly Row[] = Object.entries(LARGE).map(([method, params]) => ({
  name: method,
  lines: SIZES.flatMap((size) =>
    FILLS.flatMap((fill, i) => {
      const given = params(`«${size} * ${fill}»`, size);
      const name = METHOD_NAMES.find((each) => each === method) ?? "clear";
      return [
        ...PREPARE,
        named(name, i % 2 === 0 ? given : given.toReversed()),
        "= ?",
        // The end of a lease is told as so long behind the call that began it, which must be one of lines for that.
        ...(name === "get_work" ? [] : together("get_work_unit_status('s', ['u', 'v', 'a', 'b'])")),
        ...together(...(name === "add_work_units" || name === "prioritize_work_units" ? ["get_work('x', {})"] : [])),
        ...SEEN,
      ];
    }),
  ),
}));

export const largeNamedParameters: readonly RawCase[] = [
  table(
    "tables/large-parameters-by-name",
    "parameters by name in messages that are large by one of them",
    ["MSG-19", "MSG-20", "LIMIT-1"],
    large,
  ),
];
