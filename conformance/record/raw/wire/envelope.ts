// The message around a call in the forms that any client of either real daemon may use: text keys and methods, another
// order, unknown keys, ids of every width, keyword parameters, batches.
import { hex, message, type RawCase } from "../definition.ts";

/** An answer that no server gives by chance. */
const ask = (id: string) => message(`{'params': ['none'], 'id': ${id}, 'method': 'count_work_units'}`);

/** Calls with parameters by name, each written as the method and the map of them. */
function keywordsOf(noun: string, title: string, list: readonly string[]): RawCase[] {
  const steps = list.map((call, i) => {
    const space = call.indexOf(" ");
    const params = call.slice(space + 1);
    return { sends: [message(`{'params': ${params}, 'id': ${i + 1}, 'method': '${call.slice(0, space)}'}`)] };
  });
  const requires = [noun === "archive" ? "MSG-23" : "MSG-19", "K24"];
  return [{ id: `wire/keyword-parameters-of-${noun}`, title: `parameters by name: ${title}`, requires, steps }];
}

export const envelope: readonly RawCase[] = [
  {
    id: "wire/id-of-every-width",
    title: "ids from 0 to 2^64 - 1 come back with the shortest head",
    requires: ["MSG-8", "MSG-9", "FRAME-5"],
    steps: ["0", "23", "24", "255", "256", "65535", "65536", "4294967295", "4294967296", "18446744073709551615"].map(
      (id) => ({
        sends: [ask(id)],
      }),
    ),
  },
  {
    id: "wire/id-in-a-longer-head",
    title: "an id in a longer head than it needs comes back in the shortest",
    requires: ["MSG-8", "FRAME-5"],
    steps: ["1_0", "1_1", "1_2", "1_3", "300_3"].map((id) => ({ sends: [ask(id)] })),
  },
  {
    id: "wire/keys-as-text",
    title: "the keys of a message may be text",
    requires: ["MSG-2"],
    steps: [
      `{"params": ['x'], "id": 1, "method": 'count_work_units'}`,
      `{"id": 2, 'method': 'count_work_units', "params": ['y']}`,
    ].map((notation) => ({
      sends: [message(notation)],
    })),
  },
  {
    id: "wire/keys-in-any-order",
    title: "the keys of a message may come in any order",
    requires: ["MSG-3"],
    steps: [
      "{'id': 1, 'params': ['none'], 'method': 'count_work_units'}",
      "{'id': 2, 'method': 'count_work_units', 'params': ['none']}",
      "{'method': 'count_work_units', 'params': ['none'], 'id': 3}",
      "{'method': 'count_work_units', 'id': 4, 'params': ['none']}",
      "{'params': ['none'], 'method': 'count_work_units', 'id': 5}",
    ].map((notation) => ({ sends: [message(notation)] })),
  },
  {
    id: "wire/unknown-keys",
    title: "keys that no message has are ignored, whatever their values",
    requires: ["MSG-4", "MSG-5"],
    steps: [
      "{'jsonrpc': '2.0', 'params': ['x'], 'id': 1, 'method': 'count_work_units'}",
      `{'params': ['y'], 'id': 2, "extra": {'deep': [1, 2.5, null]}, 'method': 'count_work_units'}`,
      "{'params': ['z'], 'id': 3, 'method': 'count_work_units', null: 1}",
    ].map((notation) => ({ sends: [message(notation)] })),
  },
  {
    id: "wire/unknown-keys-of-strings",
    title: "a string under another key is no method, and a number no option",
    requires: ["MSG-4"],
    steps: [
      "{'params': ['a'], 'id': 1, 'method': 'count_work_units', 'other': 'clear'}",
      "{null: 1, 'params': ['b'], 'id': 2, 'method': 'count_work_units'}",
      "{'id': 3, 'method': 'set_work_spec', 'params': [{'name': 's'}]}",
      "{'id': 4, 'method': 'add_work_units', 'params': ['s', ['u', 'v']]}",
      "{'id': 5, 'method': 'get_work_units', 'params': ['s', {}], 'limit': 1}",
    ].map((notation) => ({ sends: [message(notation)] })),
  },
  {
    id: "wire/repeated-keys",
    title: "of a repeated key the last one counts",
    requires: ["MSG-7"],
    steps: [
      { sends: [message("{'id': 9, 'params': [], 'id': 1, 'method': 'nosuch', 'method': 'clear'}")] },
      { sends: [message("{'params': [1, 2], 'id': 2, 'method': 'clear', 'params': []}")] },
    ],
  },
  {
    id: "wire/method-as-text",
    title: "a method named by a text string is answered like one named by bytes",
    requires: ["MSG-13", "K24"],
    steps: [
      { sends: [message(`{'params': [], 'id': 1, 'method': "clear"}`)] },
      { sends: [message(`{'params': ['s'], 'id': 2, 'method': "get_work_spec"}`)] },
      { sends: [message(`{'params': [], 'id': 3, 'method': "nosuch"}`)] },
    ],
  },
  {
    id: "wire/keyword-parameters",
    title: "parameters by name, keys as bytes or text, in any order",
    requires: ["MSG-19", "MSG-20", "K24"],
    steps: [
      `{'params': {'work_spec': {'name': 's'}}, 'id': 1, 'method': 'set_work_spec'}`,
      `{'params': {"work_spec_name": 's', "work_unit_key_vals": [['u', {'k': 1}]]}, 'id': 2, 'method': 'add_work_units'}`,
      `{'params': {'options': {'max_jobs': 1}, 'worker_id': 'w'}, 'id': 3, 'method': 'get_work'}`,
      `{'params': {'work_unit_key': 'u', "options": {'status': 4}, 'work_spec_name': 's'}, 'id': 4, 'method': 'update_work_unit'}`,
      `{'params': {'work_spec_name': 's'}, 'id': 5, 'method': 'count_work_units'}`,
      `{'params': {}, 'id': 6, 'method': 'clear'}`,
    ].map((notation) => ({ sends: [message(notation)] })),
  },
  ...keywordsOf("specs", "work specs", [
    "set_work_spec {'work_spec': {'name': 's', 'weight': 3}}",
    "get_work_spec {'work_spec_name': 's'}",
    "list_work_specs {'options': {'limit': 1}}",
    "control_work_spec {'options': {'weight': 5}, 'work_spec_name': 's'}",
    "get_work_spec_meta {'work_spec_name': 's'}",
    "del_work_spec {'work_spec_name': 's'}",
  ]),
  ...keywordsOf("units", "work units", [
    "set_work_spec {'work_spec': {'name': 's'}}",
    "add_work_units {'work_unit_key_vals': ['u', 'v'], 'work_spec_name': 's'}",
    "get_work_units {'options': {'limit': 1}, 'work_spec_name': 's'}",
    "get_work_unit_status {'work_unit_keys': ['u'], 'work_spec_name': 's'}",
    "prioritize_work_units {'options': {'work_unit_keys': ['v'], 'priority': 1}, 'work_spec_name': 's'}",
    "get_work {'options': {}, 'worker_id': 'w'}",
    "del_work_units {'options': {'all': true}, 'work_spec_name': 's'}",
  ]),
  ...keywordsOf("workers", "workers", [
    "worker_heartbeat {'parent': 'p', 'data': {'n': 1}, 'expire_seconds': 60, 'mode': 'RUN', 'worker_id': 'w'}",
    "list_worker_modes {}",
    "get_worker_info {'worker_id': 'w'}",
    "get_child_work_units {'worker_id': 'p'}",
    "worker_unregister {'worker_id': 'w'}",
  ]),
  ...keywordsOf("locks", "locks", [
    `lock {'keys': [["n", "a"]], 'timeout': 60, 'locker_id': 'me'}`,
    `locksome {'keys': [["n", "b"]], 'timeout': 60, 'locker_id': 'me'}`,
    `renew {'keys': [["n", "a"]], 'timeout': 60, 'locker_id': 'me'}`,
    `readlock {'keys': [["n", "b"], ["n", "c"]]}`,
    `unlock {'keys': [["n", "b"]], 'locker_id': 'me'}`,
    `delete_namespace {'namespace': "n"}`,
  ]),
  ...keywordsOf("archive", "archive, whose one parameter may be left out", [
    "archive {'options': {}}",
    "archive {}",
    "archive {'options': 5}",
  ]),
  {
    id: "wire/keyword-parameters-wrong",
    title: "a parameter by name that is missing, unknown or too many",
    requires: ["MSG-21", "MSG-22", "K24"],
    steps: [
      `{'params': {}, 'id': 1, 'method': 'get_work_spec'}`,
      `{'params': {'nosuch': 1}, 'id': 2, 'method': 'get_work_spec'}`,
      `{'params': {'work_spec_name': 's', 'nosuch': 1}, 'id': 3, 'method': 'get_work_spec'}`,
      `{'params': {'nosuch': 1}, 'id': 4, 'method': 'clear'}`,
    ].map((notation) => ({ sends: [message(notation)] })),
  },
  {
    id: "wire/batch",
    title: "a list of calls gets one frame with a list of replies, in their order",
    requires: ["MSG-36", "MSG-37", "K24"],
    steps: [
      {
        sends: [
          message(
            "[{'params': [{'name': 's'}], 'id': 1, 'method': 'set_work_spec'}, {'params': ['s', ['u']], 'id': 2, 'method': 'add_work_units'}, {'params': ['s'], 'id': 3, 'method': 'count_work_units'}]",
          ),
        ],
      },
    ],
  },
  {
    id: "wire/batch-with-errors",
    title: "a call of a batch that fails does not stop the ones after it",
    requires: ["MSG-38", "K24"],
    steps: [
      {
        sends: [
          message(
            "[{'params': [], 'id': 1, 'method': 'nosuch'}, {'params': [], 'id': 2, 'method': 'get_work_spec'}, {'params': [], 'id': 3, 'method': 'clear'}]",
          ),
        ],
      },
    ],
  },
  {
    id: "wire/batch-empty-and-nested",
    title: "an empty batch gets an empty list; batches may be nested",
    requires: ["MSG-39", "MSG-40", "K24"],
    steps: [
      { sends: [message("[]")] },
      {
        sends: [
          message("[{'params': [], 'id': 1, 'method': 'clear'}, [{'params': [], 'id': 2, 'method': 'clear'}, []]]"),
        ],
      },
    ],
  },
  {
    id: "wire/batch-with-a-non-call",
    title: "closed: a batch with an item that is no call",
    requires: ["MSG-41", "K24"],
    steps: [
      { conn: 2, sends: [ask("1")] },
      { sends: [message("[{'params': [], 'id': 1, 'method': 'clear'}, 5]")], closes: true },
    ],
  },
  {
    id: "wire/top-level-null",
    title: "null or undefined in place of a frame is a call without a name",
    requires: ["FRAME-24"],
    steps: [{ sends: [hex("f6")] }, { sends: [hex("f7")] }, { sends: [ask("1")] }],
  },
  {
    id: "wire/frames-of-every-length",
    title: "replies of 23, 24, 255 and 256 bytes, where the length needs a longer head",
    requires: ["FRAME-4"],
    steps: [
      { sends: [message("{'params': [{'name': 's'}], 'id': 1, 'method': 'set_work_spec'}")] },
      ...["[]", "['u']"].map((keys) => ({
        sends: [message(`{'params': ['s', ${keys}], 'id': 4294967296, 'method': 'get_work_unit_status'}`)],
      })),
      ...[220, 221, 222, 223].map((length) => ({
        sends: [message(`{'params': ['${"k".repeat(length)}'], 'id': 5, 'method': 'count_work_units'}`)],
      })),
    ],
  },
];
