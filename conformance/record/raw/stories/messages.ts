// Entries of a request that no request has, which are ignored.
import type { RawCase } from "../definition.ts";
import { story } from "./story.ts";

const NAMES = ["result", "error", "message", "jsonrpc", "version", "ids", "metho", "param", "x"];
const entries = NAMES.flatMap((name) => [`'${name}'`, `"${name}"`]);

export const messages: readonly RawCase[] = [
  story(
    "entries-of-no-request",
    "entries that are no part of a request are ignored in every place, also those of a reply, and whatever they hold",
    ["MSG-4"],
    "set_work_spec({'name': 's'})",
    "= ?",
    ...entries.flatMap((key) => [
      `# ${key}`,
      `24(<<{${key}: null, 'params': [], 'id': 1, 'method': 'clear'}>>)`,
      `& 24(<<{'params': [], ${key}: [1, {'message': 'x'}], 'id': 2, 'method': 'clear'}>>)`,
      `& 24(<<{'params': [], 'id': 3, ${key}: {'message': 'x'}, 'method': 'clear'}>>)`,
      `& 24(<<{'params': [], 'id': 4, 'method': 'clear', ${key}: 0}>>)`,
      ...["= ?", "= ?", "= ?", "= ?"],
    ]),
  ),
];
