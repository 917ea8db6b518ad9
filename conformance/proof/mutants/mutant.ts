// The type of a mutant: the reference daemon with one defect, made by changing its replies or its requests. The share
// of mutants killed measures the quality of the suite.
import type { ExchangeStep } from "../../golden/format.ts";
import type { PlayedStep } from "../../judge/judge.ts";

export type Mutant = {
  /** Short name for tables, for example `longer-head-of-integers`. */
  readonly name: string;
  /** Short description of the defect. */
  readonly wrong: string;
} & (
  | {
      readonly changes: "answers";
      /** The mutant's replies to a step; the same object if the step is not affected. */
      answer(played: PlayedStep, step: ExchangeStep): PlayedStep;
    }
  | {
      readonly changes: "requests";
      /** The request that the mutant executes instead; undefined if it executes the original one. */
      request(frame: Uint8Array): Uint8Array | undefined;
    }
);

/** A mutant that replaces each reply for which `change` returns a frame. */
export function replies(
  name: string,
  wrong: string,
  change: (reply: Uint8Array, step: ExchangeStep) => Uint8Array | undefined,
): Mutant {
  return answers(name, wrong, (played, step) => {
    const changed = played.replies.map((reply) => change(reply, step) ?? reply);
    return changed.every((reply, i) => reply === played.replies[i]) ? played : { ...played, replies: changed };
  });
}

export function answers(
  name: string,
  wrong: string,
  answer: (played: PlayedStep, step: ExchangeStep) => PlayedStep,
): Mutant {
  return { name, wrong, changes: "answers", answer };
}

export function requests(name: string, wrong: string, request: (frame: Uint8Array) => Uint8Array | undefined): Mutant {
  return { name, wrong, changes: "requests", request };
}
