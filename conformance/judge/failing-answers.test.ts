import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, openFrame } from "../cbor/frame.ts";
import { type ErrorLevel, errorsCount } from "./failing-answers.ts";

const ERROR = `'error': {"message": "no"}`;
const REFUSAL = `'result': [false, "no"]`;
const RESULT = `'result': [true, null]`;
const frame = (rest: string) => openFrame(frameOf(assemble(`{'id': 1, ${rest}}`)));

describe("errorsCount()", () => {
  it.each<[ErrorLevel, string, string, string, boolean]>([
    ["exact", ERROR, ERROR, "error.message", true],
    ["kind", ERROR, `'error': {'message': 'other'}`, "error.message", false],
    ["kind", ERROR, ERROR, "id", true],
    ["kind", REFUSAL, `'result': 128([null, 'other'])`, "[1]", false],
    ["kind", REFUSAL, `'result': [null, 'other']`, "[0]", true],
    ["kind", ERROR, REFUSAL, "error", true],
    ["any", ERROR, REFUSAL, "error", false],
    ["any", ERROR, REFUSAL, "id", true],
    ["any", REFUSAL, `'result': [[], "no"]`, "[0]", false],
    ["any", ERROR, RESULT, "error", true],
    ["any", RESULT, ERROR, "error", true],
    ["any", RESULT, RESULT, "[0]", true],
  ])("at level %s, expected %s and got %s: whether %s counts is %s", (level, expected, got, path, counts) => {
    expect(errorsCount(level, frame(expected), frame(got))(path)).toBe(counts);
  });
});
