// How a method is found by its name, and what is said of a name that no method has. As the Go daemon does it: pieces
// between underscores are capitalised and joined, and the result is compared.
import { message, type RawCase } from "../definition.ts";

const named = (name: string, id: number) => message(`{'params': [], 'id': ${id}, 'method': ${name}}`);

export const methodNames: readonly RawCase[] = [
  {
    id: "wire/method-name-spellings",
    title: "spellings that find a method",
    requires: ["MSG-43", "MSG-51"],
    steps: [
      "count_work_units",
      "count__work__units",
      "_count_work_units_",
      "__count_work_units",
      "count_Work_units",
      "countWorkUnits",
      "CountWorkUnits",
      "count_workUnits",
    ].map((name, i) => ({ sends: [message(`{'params': ['none'], 'id': ${i + 1}, 'method': '${name}'}`)] })),
  },
  {
    id: "wire/method-unknown",
    title: "the error for a method that does not exist names it as it was looked for",
    requires: ["MSG-47", "MSG-44", "MSG-45"],
    steps: [
      "'nosuch'",
      "''",
      "'_'",
      "'list-work-specs'",
      "'list work specs'",
      "'clear '",
      "'CLEAR'",
      "'LIST_WORK_SPECS'",
      "'listworkspecs'",
      "'do_lock'",
      "'string'",
      "'a1b_2c'",
      "'work.clear'",
      "h'c3a95f62'",
      "h'ff61'",
      "h'61fe5f80'",
      "h'e282'",
      "h'00'",
    ].map((name, i) => ({ sends: [named(name, i + 1)] })),
  },
  {
    id: "wire/method-unknown-beyond-ascii",
    title: "letters beyond ASCII in a method's name, between bytes that are no UTF-8 and before others",
    requires: ["MSG-48", "MSG-49"],
    steps: [
      "h'ff c3a9 e0a080 e282ac f0908080 f09f9880 61'",
      "h'61ff5f c3a9'",
      "h'c39f 61'",
      "h'c280 61'",
      "h'e28083 61'",
    ].map((name, i) => ({ sends: [named(name, i + 1)] })),
  },
  {
    id: "wire/method-checked-before-parameters",
    title: "an unknown method is told before its parameters are looked at",
    requires: ["MSG-50"],
    steps: [{ sends: [message("{'params': [1, 2, 3], 'id': 1, 'method': 'nosuch'}")] }],
  },
  {
    id: "wire/method-now",
    title: "now() is the time in whole seconds, by any spelling",
    requires: ["CONF-1", "MSG-43"],
    steps: ["now", "Now", "_now_"].map((name, i) => ({
      sends: [named(`'${name}'`, i + 1)],
    })),
  },
];
