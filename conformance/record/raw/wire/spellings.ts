// Names that are nearly those of something: of options, parameters, keys of a request, methods.
import type { RawCase } from "../definition.ts";
import { type Row, table, together } from "../tables/table.ts";

/** What a lenient reader might take for this name. All but options of one word have other spellings that count. */
function nearly(name: string): string[] {
  const camel = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const words = name.split("_");
  const ways = [` ${name}`, `${name} `, `_${name}`, `${name}_`, `${name}s`, name.slice(0, -1), `${name}\\x00`];
  if (words.length > 1) ways.push(camel, words.join(""), words.join("-"), words.join(" "), words.join("__"));
  return [...new Set(ways)];
}

const asEntries = (names: readonly string[], value: string) =>
  names
    .flatMap(nearly)
    .map((name) => `${name.includes("\\x00") ? `h'${nulled(name)}'` : `'${name}'`}: ${value}`)
    .join(", ");

function nulled(name: string): string {
  return Buffer.from(name.replace("\\x00", "\0")).toString("hex");
}

/** Each method with options, what stands before them, and their names. */
const OPTIONS: Readonly<Record<string, readonly [before: string, ...names: readonly string[]]>> = {
  list_work_specs: ["", "start", "limit"],
  control_work_spec: ["'s', ", "status", "continuous", "weight", "interval", "max_running"],
  get_work_units: ["'s', ", "work_unit_keys", "state", "start", "limit"],
  prioritize_work_units: ["'s', ", "work_unit_keys", "priority", "adjustment"],
  del_work_units: ["'s', ", "all", "work_unit_keys", "state"],
  update_work_unit: ["'s', 'u', ", "status", "data", "lease_time", "worker_id"],
  get_work: ["'w', ", "max_jobs", "lease_time", "work_spec_names", "available_gb"],
};

const SETTINGS =
  "disabled continuous interval priority weight nice min_gb max_running max_getwork max_retries then runtime".split(
    " ",
  );

/** The same name in letters that fold: every s as U+017F and every k as the Kelvin sign. */
const folded = (name: string) => `"${name.replaceAll("s", "\u017f").replaceAll("k", "\u212a")}"`;

function foldedRow(name: string, call: string, ...after: readonly string[]): Row {
  const spec = ["set_work_spec({'name': 's'})", "add_work_units('s', ['t', 'u', 'v'])"];
  return { name, lines: together(...spec, call, ...after, "count_work_units('s')", "del_work_spec('s')") };
}

/** Keys of a request that are not its own, with values that would be refused there. */
const STRANGE = ["Method", "METHOD", "method ", "Id", "ID", "iD", "Params", "PARAMS", "parameters", "meth", "i", ""];
const strangers = STRANGE.map((key) => `'${key}': -1.5`).join(", ");
/** Frames in one segment, each with a reply. */
const answered = (frames: readonly string[]) => [...together(...frames), ...frames.map(() => "= ?")];
const framed = (message: string) => `24(<<${message}>>)`;

/** Every parameter of every method by its name. */
const BY_NAME: readonly (readonly [method: string, ...params: readonly string[]])[] = [
  ["get_work_spec", "'work_spec_name': 's'"],
  ["count_work_units", "'work_spec_name': 's'"],
  ["get_work_unit_status", "'work_spec_name': 's'", "'work_unit_keys': []"],
  ["get_work", "'worker_id': 'w'", "'options': {}"],
  ["update_work_unit", "'work_spec_name': 's'", "'work_unit_key': 'u'", "'options': {}"],
  ["get_worker_info", "'worker_id': 'w'"],
  ["archive", "'options': {}"],
];

const BLANKS = ["\u0085", "\u00a0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000"];
const NO_BLANKS = ["\u200b", "\u00ad", "\u2010", "\u2019", "\ufeff", "\u0301", "\u00b7", "\u30fb"];
/** Digits, and letters that are more than one in upper case. */
const GROWING = "1b2c _1b a_1b \u00dfa_\u00dfb \u0149a \ufb01x \u01f0y \u1e96z \u1f50_a \u0390_b".split(" ");
/** Characters that are cut, too long, surrogates, or none at all. */
const NO_TEXT = "61e28262 61f09f9862 61edb0a062 61c08062 61f8888080 e282 5fe282 62ff5fff62".split(" ");

export const spellings: readonly RawCase[] = [
  {
    id: "wire/options-that-are-nearly-named",
    title: "names that are nearly an option's name no option, and their values are not looked at",
    requires: ["OPT-3", "OPT-6"],
    lines: together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', ['u'])",
      ...Object.entries(OPTIONS).map(
        ([method, [before, ...names]]) => `${method}(${before}{${asEntries(names, "5000(1)")}})`,
      ),
      `set_work_spec({'name': 's', ${asEntries(SETTINGS, "[]")}})`,
      "get_work_spec_meta('s')",
      `add_work_units('s', [['v', {}, {${asEntries(["priority", "delay"], "'no'")}}]])`,
      "get_work('w', {'max_jobs': 9})",
    ),
  },
  table(
    "tables/options-in-folded-letters",
    "every s of an option as a long s and every k as the Kelvin sign",
    ["OPT-5"],
    [
      foldedRow("of get_work_units", `get_work_units('s', {${folded("work_unit_keys")}: ['u']})`),
      foldedRow("states and a start", `get_work_units('s', {${folded("state")}: 1, ${folded("start")}: 't'})`),
      foldedRow(
        "of del_work_units",
        `del_work_units('s', {${folded("work_unit_keys")}: ['u'], ${folded("state")}: 1})`,
      ),
      foldedRow(
        "of prioritize_work_units",
        `prioritize_work_units('s', {${folded("work_unit_keys")}: ['v'], "adju\u017ftment": 1})`,
        "get_work('w', {})",
      ),
      foldedRow(
        "of get_work",
        `get_work('w', {"max_job\u017f": 2, ${folded("work_spec_names")}: ['s'], "lea\u017fe_time": 5})`,
      ),
      foldedRow(
        "of update_work_unit",
        `update_work_unit('s', 'u', {${folded("status")}: 4, ${folded("worker_id")}: 'k'})`,
        "get_work_unit_status('s', ['u'])",
      ),
      foldedRow("of control_work_spec", `control_work_spec('s', {${folded("status")}: 2})`, "get_work_spec_meta('s')"),
      foldedRow("of list_work_specs", `list_work_specs({"\u017ftart": 't'})`),
      foldedRow(
        "of a definition",
        `set_work_spec({'name': 's', "di\u017fabled": true, "max_getwor\u212a": 1})`,
        "get_work_spec_meta('s')",
      ),
      foldedRow(
        "of a wrong type",
        `get_work_units('s', {${folded("work_unit_keys")}: 1, ${folded("state")}: 'x', ${folded("start")}: 1})`,
      ),
    ],
  ),
  table(
    "tables/options-wrong-in-two-spellings",
    "an option of a wrong type in several spellings is told once, beside the others",
    ["ERR-9", "OPT-7"],
    [
      ...[
        "get_work_units('s', {'start': 1, 'Limit': 'x', 'limit': 'y', 'LIMIT': 'z'})",
        "get_work_units('s', {'limit': 'y', 'Limit': null, 'start': 1})",
        "get_work_units('s', {'Limit': null, 'limit': 'y', 'start': 1})",
        "get_work_units('s', {'WORK_UNIT_KEYS': 5, 'work_unit_keys': [1, 'u', 2], 'start': 1, 'START': 'u'})",
        "get_work_units('s', {'Work_unit_keys': ['u'], 'work_unit_keys': null, 'Start': 'u', 'start': 1})",
        "list_work_specs({'limit': 'y', 'Limit': 1, 'start': 's', 'Start': 5})",
        "control_work_spec('s', {'weight': 'x', 'Weight': 'y', 'status': 'z', 'Status': 'z', 'MAX_running': 'x', 'max_running': 3})",
        "update_work_unit('s', 'u', {'status': 'x', 'Status': 4, 'data': 5, 'Data': 6, 'lease_time': 'x'})",
        "del_work_units('s', {'all': 1, 'All': 0, 'state': 's', 'State': 9})",
        "prioritize_work_units('s', {'PRIORITY': 'x', 'Priority': 'y', 'work_unit_keys': ['u'], 'adjustment': true})",
        "get_work('w', {'MAX_JOBS': 'x', 'max_jobs': 'y', 'LEASE_time': 3, 'lease_time': []})",
        "set_work_spec({'name': 's', 'weight': 'x', 'Weight': 'y', 'nice': 'z', 'THEN': 5, 'Then': 6, 'max_retries': []})",
        "add_work_units('s', [['x', {}, {'priority': 'x', 'Priority': 'y', 'delay': 'z', 'Delay': 'z'}]])",
      ].map((call) => foldedRow(call, call)),
    ],
  ),
  {
    id: "wire/keys-that-are-nearly-a-request-s",
    title: "keys of a request in other letters are unknown ones: ignored beside its own, and no request without",
    requires: ["MSG-4", "MSG-10", "MSG-14", "MSG-17"],
    lines: [
      ...answered([
        framed(`{'params': [], 'id': 1, 'method': 'clear', ${strangers}}`),
        framed(`{${strangers}, 'params': [], 'id': 2, 'method': 'clear'}`),
      ]),
      ...[
        "'Params': [], 'id': 1, 'method': 'clear'",
        "'params': [], 'ID': 1, 'method': 'clear'",
        "'params': [], 'id': 1, 'Method': 'clear'",
      ].flatMap((entries, i) => [`${i + 2}: ${framed(`{${entries}}`)}`, "= closed"]),
      ...answered([framed("{'params': [], 'id': 3, 'method': 'clear'}")]),
    ],
  },
  {
    id: "wire/parameters-that-are-nearly-named",
    title: "a parameter's name in other letters is one too many, with all of the method's own or in place of one",
    requires: ["MSG-21", "MSG-22", "MSG-23"],
    lines: answered(
      BY_NAME.flatMap(([method, ...params]) => {
        const all = params.join(", ");
        const [first = "", ...more] = params;
        const other = first.replace(/^'(.)/, (_, letter: string) => `'${letter.toUpperCase()}`);
        return [all, `${all}, ${other}`, `${other}, ${all}`, [other, ...more].join(", "), `${all}, 'x': 1`, ""].map(
          (entries) => framed(`{'params': {${entries}}, 'id': 1, 'method': '${method}'}`),
        );
      }),
    ),
  },
  {
    id: "wire/parameters-that-may-not-be-left-out",
    title: "an array of parameters has all of them, also where a map may leave one out",
    requires: ["PARAM-1", "PARAM-4"],
    lines: together(
      "archive()",
      "archive({})",
      "archive({}, {})",
      "archive(null)",
      "archive(null, null)",
      "now(null)",
      "clear({})",
    ),
  },
  {
    id: "wire/batches-of-one-and-none",
    title: "arrays of one call, of none, and of these, are answered by arrays of the same form",
    requires: ["MSG-36", "MSG-39", "MSG-40", "K24"],
    lines: answered(
      [
        "[C]",
        "[[C]]",
        "[[[C]]]",
        "[]",
        "[[]]",
        "[[], []]",
        "[[], C]",
        "[C, []]",
        "[[C], [], [[], [C, C]]]",
        "[_ C]",
        "[_ ]",
      ].map((batch) => framed(batch.replaceAll("C", "{'params': [], 'id': 7, 'method': 'worker_stats'}"))),
    ),
  },
  {
    id: "wire/characters-that-separate",
    title: "every ASCII character in the name of an unknown method, and blanks and others beyond ASCII",
    requires: ["MSG-51", "MSG-47"],
    lines: answered(
      [
        ...Array.from({ length: 128 }, (_, code) => Buffer.from([0x61, code, 0x62, code, code, 0x63])),
        ...[...BLANKS, ...NO_BLANKS].map((char) => Buffer.from(`a${char}b${char}_c`)),
        ...GROWING.map((text) => Buffer.from(text)),
        ...NO_TEXT.map((digits) => Buffer.from(digits, "hex")),
      ].map((name) => framed(`{'params': [], 'id': 1, 'method': h'${name.toString("hex")}'}`)),
    ),
  },
  {
    id: "wire/error-that-is-no-text",
    title: "an error that repeats bytes which are no UTF-8 is a byte string, alone, in a batch and beside others",
    requires: ["MSG-31", "ERR-16"],
    lines: [
      "get_work('w', {[h'ff']: 1, [\"\\xff\"]: 2})",
      'list_work_specs({["\\xfe"]: 1, 5: 2})',
      "set_work_spec({'name': 's', {\"\\xff\": 1}: 5})",
      'archive({{"a\\xff": "\\xfe"}: 1})',
      'archive({["\u00e9"]: 1})',
    ],
  },
];
