// A played case as text: every request with the time since the start, every reply with its duration.
import { describeReply } from "../golden/describe.ts";
import type { Golden } from "../golden/format.ts";
import { excerpt, LONG } from "../judge/excerpt.ts";
import type { PlayedStep } from "../judge/judge.ts";

const SHOWN = 20;

export function playedText(golden: Golden, played: readonly PlayedStep[]): string {
  const start = played[0]?.sentAt ?? 0;
  const lines = played.flatMap(({ step: number, sentAt, receivedAt, replies, rest, closed }) => {
    const step = golden.steps.find((each) => each.number === number);
    const calls = step?.kind === "exchange" ? step.call : [];
    const at = `${(sentAt - start).toFixed(3).padStart(9)} s`;
    const took = `${((receivedAt - sentAt) * 1000).toFixed(0).padStart(8)} ms`;
    const answers = [
      ...replies.slice(0, SHOWN).map((reply) => excerpt(describeReply(reply), LONG)),
      ...(replies.length > SHOWN ? [`and ${replies.length - SHOWN} more replies`] : []),
      ...(rest.length > 0 ? [`${rest.length} bytes that are no whole reply`] : []),
      ...(closed ? ["(closed)"] : []),
    ];
    return [
      ...calls.map((call, i) => `${i === 0 ? at : "".padEnd(at.length)}  > ${excerpt(call, LONG)}`),
      ...(answers.length === 0 ? ["(no reply)"] : answers).map(
        (answer, i) => `${i === 0 ? took : "".padEnd(took.length)}  < ${answer}`,
      ),
    ];
  });
  return `${golden.id}\n${lines.join("\n")}\n`;
}
