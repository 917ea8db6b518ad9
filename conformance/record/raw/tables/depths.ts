// The greatest nesting depths that a daemon must support: of ignored and stored values, labels, and in error messages.
import { requestFrame } from "../../../cbor/frame.ts";
import type { RawCase } from "../definition.ts";
import { table, together } from "./table.ts";

/** Kinds of nesting, and the number of levels that each adds. */
const KINDS = [
  { name: "arrays", open: "[", close: "]", levels: 1 },
  { name: "arrays of indefinite length", open: "[_ ", close: "]", levels: 1 },
  { name: "maps", open: "{'k': ", close: "}", levels: 1 },
  { name: "keys", open: "{", close: ": 1}", levels: 1 },
  { name: "tuples", open: "128([", close: "])", levels: 2 },
  { name: "tags", open: "5000(", close: ")", levels: 1 },
] as const;
type Kind = (typeof KINDS)[number];

const nested = ({ open, close, levels }: Kind, depth: number) => {
  const times = Math.floor(depth / levels);
  return `${open.repeat(times)}1${close.repeat(times)}`;
};

/** Levels around the value of an option: the message, its parameters, the options. */
const AROUND_AN_OPTION = 3;

export const depths: readonly RawCase[] = [
  {
    id: "tables/depth-of-a-message",
    title: "an ignored value that is nested to the 1100th level of its message, whatever it consists of",
    requires: ["LIMIT-14", "OPT-3"],
    // Built as bytes, since the notation parser does not support such depths. Arrays have another table.
    steps: KINDS.slice(1).map((kind, i) => ({
      sends: [requestFrame(i + 1, "get_work", `'w', {'nosuch': ${nested(kind, 1100 - AROUND_AN_OPTION - 1)}}`)],
    })),
  },
  table(
    "tables/depth-of-labels",
    "labels nested 200 deep are equal and given back as any other, and so are the keys of options printed",
    ["LIMIT-3", "LOCK-16", "LOCK-20", "ERR-24"],
    KINDS.filter(({ name }) => name !== "keys").flatMap((kind) =>
      [99, 101, 129, 200].map((depth) => {
        const label = nested(kind, depth);
        return {
          name: `${depth} ${kind.name}`,
          lines: together(
            `locksome('me', 60, [['n', ${label}]])`,
            `lock('you', 60, [['n', ${label}]])`,
            `readlock([['n', ${label}]])`,
            `unlock('me', [['n', ${label}]])`,
            `list_work_specs({${label.startsWith("5000") ? "1" : label}: 1})`,
            "delete_namespace('n')",
          ),
        };
      }),
    ),
  ),
];
