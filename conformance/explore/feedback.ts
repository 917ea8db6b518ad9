// Coverage feedback: which combinations of a method, its options and the form of the reply have occurred, by the
// replies of the reference. A session that reaches a new one is kept for mutation.
import type { Item } from "../cbor/item.ts";
import { stringOf } from "../cbor/reading.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { answerIn, callIn } from "../protocol/call.ts";

export type Feedback = {
  /** Records the combinations that occurred in a session; true if any of them is new. */
  isNew(frames: readonly Uint8Array[], answers: readonly PlayedStep[]): boolean;
  readonly count: number;
};

export function createFeedback(): Feedback {
  const reached = new Set<string>();
  return {
    isNew(frames, answers) {
      const before = reached.size;
      for (const [i, frame] of frames.entries()) {
        const answer = answers[i];
        if (answer !== undefined) reached.add(featureOf(frame, answer));
      }
      return reached.size > before;
    },
    get count() {
      return reached.size;
    },
  };
}

function featureOf(frame: Uint8Array, { replies, closed }: PlayedStep): string {
  const call = callIn(frame);
  const options = (call?.params ?? []).flatMap((param) =>
    param.kind === "map"
      ? param.entries.slice(0, MOST_OPTIONS).map(({ key, value }) => `${stringOf(key)}:${value.kind}`)
      : [],
  );
  // Long replies repeat the same elements and are slow to parse: only their occurrence counts.
  if (replies.some(({ length }) => length > LONG_BYTES)) return `${call?.method} ${options.sort().join()} long`;
  const answer = answerIn(replies, closed);
  const form =
    answer.kind === "result"
      ? formOf(answer.item, 0)
      : answer.kind === "error"
        ? errorForm(answer.message)
        : answer.kind;
  return `${call?.method} ${options.sort().join()} ${form}`;
}

const LONG_BYTES = 2000;
const MOST_OPTIONS = 6;

/** The types of the items by position; small integers, which may be a status, also by value. */
function formOf(item: Item, depth: number): string {
  switch (item.kind) {
    case "array": {
      const forms = depth > 3 ? [] : item.items.slice(0, 12).map((each) => formOf(each, depth + 1));
      return `[${[...new Set(forms)].join()}]`;
    }
    case "map": {
      const entries = depth > 3 ? [] : item.entries.slice(0, 8);
      return `{${entries.map(({ key, value }) => `${key.kind === "text" && depth > 1 ? stringOf(key) : key.kind}:${formOf(value, depth + 1)}`).join()}}`;
    }
    case "tag":
      return `${item.tag}(${formOf(item.content, depth + 1)})`;
    case "int":
      return item.value >= 0n && item.value < 7n ? String(item.value) : "n";
    case "simple":
      return `s${item.value}`;
    case "text":
      return depth === 1 ? errorForm(stringOf(item) ?? "") : "text";
    default:
      return item.kind;
  }
}

/** An error message without names and numbers. */
const errorForm = (message: string): string => message.replace(/\[.*?\]|\d+|'[^' ]{0,3}'/g, "").slice(0, 80);
