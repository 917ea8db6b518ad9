// Patterns, each for a complete message, of all messages that a daemon may send in error replies and in results.

/** The names of value kinds that occur in messages about a wrong type. */
const TYPES = {
  bool: "bool",
  "unsigned integer": "uint64",
  "negative integer": "int64",
  float: "float64",
  bytes: "[]uint8",
  text: "string",
  array: "[]interface {}",
  map: "map[interface {}]interface {}",
  tuple: "cborrpc.PythonTuple",
  uuid: "uuid.UUID",
  "unknown tag": "codec.RawExt",
  "tag 24": "cborrpc.Request",
};
const KINDS = ["bool", "uint64", "int64", "float64", "slice", "string", "struct", "array", "map"];
const ACCEPTED: Record<string, readonly string[]> = {
  string: ["string", "[]uint8"],
  int: ["uint64", "int64", "float64"],
  float64: ["uint64", "int64", "float64"],
};

export const ERRORS: Readonly<Record<string, RegExp>> = {
  "no such method": /^no such method ./,
  "no such method, of an empty name": /^no such method $/,
  "wrong number of parameters": /^wrong number of parameters$/,
  ...Object.fromEntries(Object.keys(ACCEPTED).flatMap(wrongTypes)),
  ...Object.fromEntries(
    // No error for `struct`: Go decodes tuples and unknown tags to structs, and accepts these as maps.
    KINDS.filter((kind) => !["map", "struct"].includes(kind)).map((kind) => [
      `parameter map, ${kind}`,
      new RegExp(`^'' expected a map, got '${kind}'$`),
    ]),
  ),
  ...Object.fromEntries(
    KINDS.filter((kind) => !["slice", "array"].includes(kind)).map((kind) => [
      `parameter list, ${kind}`,
      new RegExp(`^'': source data must be an array or slice, got ${kind}$`),
    ]),
  ),
  "element of a list of strings": /decoding:\n\n\* '\[\d+\]' expected type 'string'/,
  "bytes for a list of strings": /'\[0\]' expected type 'string', got unconvertible type 'uint8'/,
  "map key uint64": /'\[%!s\(uint64=\d+\)\]' expected type 'string'/,
  "map key int64": /'\[%!s\(int64=-\d+\)\]' expected type 'string'/,
  "map key bool": /'\[%!s\(bool=true\)\]' expected type 'string'/,
  "map key float64": /'\[%!s\(float64=1\.5\)\]' expected type 'string'/,
  "map key uuid": /'\[[0-9a-f-]{36}\]' expected type 'string'/,
  ...options("int", "Limit Priority Weight Nice lease_time max_jobs max_running max_getwork max_retries".split(" ")),
  ...options("float64", "Interval Priority Adjustment available_gb min_gb Meta.Priority Meta.Delay".split(" ")),
  ...options("bool", "All Continuous Disabled".split(" ")),
  ...options("string", "Start Then Runtime Key worker_id".split(" ")),
  ...options("jobserver.WorkUnitStatus", ["Status", "State", "State[0]"]),
  ...options("jobserver.WorkSpecStatus", ["Status"]),
  "option Data, no map": /'Data' expected a map, got '/,
  "option Meta, no map": /'Meta' expected a map, got '/,
  "option Data, a key that is no string": /'Data\[%!s\(uint64=5\)\]' expected type 'string'/,
  "option work_unit_keys, no list": /'work_unit_keys': source data must be an array or slice, got /,
  "option work_spec_names, no list": /'work_spec_names': source data must be an array or slice, got /,
  "option State, no list": /'State': source data must be an array or slice, got /,
  "option work_unit_keys, an element": /'work_unit_keys\[\d+\]' expected type 'string'/,
  "option work_spec_names, an element": /'work_spec_names\[\d+\]' expected type 'string'/,
  "several lines, sorted": /^[2-9] error\(s\) decoding:\n\n\* .*\n\* /,
  "spec without a name": /^No 'name' key in work spec$/,
  "spec's name no string": /^Work spec 'name' must be a string$/,
  "spec's name changed": /^Cannot change work spec 'name'$/,
  "unit not a list": /^work unit not a list$/,
  "unit too short": /^too few parameters to work unit$/,
  "unit's fourth element": /^priority must be a number$/,
  "invalid work unit status": /^invalid work unit status$/,
  "invalid status in an update": /^update_work_unit invalid status$/,
  "finished unit": /^update_work_unit cannot change finished unit$/,
  "failed unit": /^update_work_unit cannot change failed unit$/,
  "no config": /^no config to get$/,
  "lock paths": /^cannot decode key paths$/,
  "no such work spec": /^No such work spec ./,
  "no such work spec, of an empty name": /^No such work spec $/,
  "missing work_unit_keys": /^missing work_unit_keys$/,
  "no usable options": /^no usable options to del_work_units$/,
  "no such work unit": /^no such work unit key='/,
  "not continuous": /^cannot make non-continuous work spec .* continuous$/,
  "no worker": /^no worker '/,
  "negative lifetime": /^negative expire time .* defaulted to 5 minutes$/,
  "huge lifetime": /^huge expire time .* defaulted to one hour$/,
  "not lockable": /^\[.*\] is not lockable$/,
  "held by None": /^\[.*\] is held by None$/,
  "held by another": /^\[.*\] is held by (?!None$)./,
  "held by nobody named": /^\[.*\] is held by $/,
  "not held": /^\[.*\] is not held$/,
  "Go: No such work unit": /^No such work unit "/,
  "Go: Object no longer exists": /^Object no longer exists$/,
  "Go: nil pointer": /^runtime error: invalid memory address/,
  "Go: Intn": /^invalid argument to Intn$/,
};

function wrongTypes(declared: string): [string, RegExp][] {
  return Object.entries(TYPES)
    .filter(([, type]) => !ACCEPTED[declared]?.includes(type))
    .map(([name, type]) => [
      `parameter ${declared}, ${name}`,
      new RegExp(`^'' expected type '${declared}', got unconvertible type '${escaped(type)}'$`),
    ]);
}

function options(type: string, names: readonly string[]): Record<string, RegExp> {
  return Object.fromEntries(
    names.map((name) => [
      `option ${name}, no ${type}`,
      new RegExp(`'${escaped(name)}' expected type '${escaped(type)}'`),
    ]),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
