// `coordinate-conformance show CASE`: prints one golden in readable form.

import { splitFrames } from "../cbor/frame.ts";
import { shortestHead } from "../cbor/head.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { EXIT, UsageError } from "../command.ts";
import { describeMask } from "../golden/describe-mask.ts";
import type { ExchangeStep, Golden, GoldenReply, Step } from "../golden/format.ts";
import { findGoldens, readGolden } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { dissect } from "../report/dissect.ts";
import { type Paint, painter, wantsColour } from "../report/style.ts";
import { selectCases, traitsOf } from "../run/select.ts";
import type { Action } from "./command.ts";
import type { showTable } from "./options/show.ts";

export const show: Action<typeof showTable> = ({ values }, { stdout, env }) => {
  if (values.cases.length === 0) throw new UsageError("name a case; 'list' shows them");
  const { run } = selectCases(findGoldens(values.goldens ?? GOLDENS), values.cases, [], (file) =>
    traitsOf(readGolden(file)),
  );
  const paint = painter(wantsColour(stdout, env));
  const form = { bytes: values.bytes, compact: values.compact, paint };
  stdout.write(run.map((file) => describe(readGolden(file), form)).join("\n"));
  return Promise.resolve(EXIT.ok);
};

type Form = { readonly bytes: boolean; readonly compact: boolean; readonly paint: Paint };

function describe({ id, title, requires, recorded, steps }: Golden, form: Form): string {
  const { daemon, client, command, at } = recorded;
  const facts = form.compact
    ? []
    : [
        ...requires.map((each) => `  required by  ${each}\n`),
        `  recorded     ${at}, ${daemon}, by ${client}\n               ${command}\n`,
      ];
  const ids = hasOddIds(steps);
  return [
    `${form.paint("bold", id)}  ${title}\n`,
    ...facts,
    "\n",
    ...steps.map((step) => describeStep(step, ids, form)),
  ].join("");
}

/** @param ids whether to print the request ids, which matter if they do not simply count up */
function describeStep(step: Step, ids: boolean, form: Form): string {
  const { bytes, paint } = form;
  const number = String(step.number).padStart(3);
  if (step.kind === "wait") return `${number}    ${paint("dim", `(${step.seconds} s pass)`)}\n`;
  const { conn, call, sends, replies, times, hangup, closes } = step;
  const from = conn === 1 ? "" : paint("dim", `connection ${conn}: `);
  const repeated = times === undefined ? "" : paint("dim", `  ${times} times, ids counting up`);
  const shown = times === undefined ? replies : replies.slice(0, 1);
  const requests = splitFrames(Buffer.concat(sends)).frames;
  const noted = ids && requests.length === call.length ? requests.map(idOf) : [];
  const lines = (call.length === 0 ? [paint("dim", "(nothing)")] : call).map(
    (each, i) => `${i === 0 ? `${number}  ` : "     "}> ${i === 0 ? from : ""}${each}${paint("dim", noted[i] ?? "")}`,
  );
  const isHex = (each: string) => each === `h'${Buffer.concat(sends).toString("hex")}'`;
  const plain =
    (call.length === 0 || sends.length === 1) && call.every((each) => /^[a-z_]+\(/.test(each) || isHex(each));
  return [
    `${lines.join("\n")}${repeated}\n`,
    bytes && times === undefined ? indented(dissect(Buffer.concat(sends)), paint) : "",
    // Print the bytes of requests that a client would not send in this form.
    !bytes && !plain && times === undefined ? segmentLines(sends, paint) : "",
    hangup ? paint("dim", "       (the client stops sending)\n") : "",
    ...shown.map((reply) => replyText(reply, form)),
    replies.length === 0 && !closes ? paint("dim", "     < (no reply yet)\n") : "",
    closes ? paint("dim", "     < (the server closes)\n") : "",
    ...bindingLines(step, paint),
  ].join("");
}

function replyText({ says, bytes, masks }: GoldenReply, form: Form): string {
  const { paint } = form;
  return [
    `     < ${paint("green", says)}\n`,
    form.bytes ? indented(dissect(bytes), paint) : "",
    ...masks.map((mask) => paint("yellow", `         ${mask.at}: ${describeMask(mask)}\n`)),
  ].join("");
}

/** Whether a case has a request id that is not the previous one on its connection plus 1, or is not in shortest form. */
function hasOddIds(steps: readonly Step[]): boolean {
  const last = new Map<number, bigint>();
  return steps.some((step) => {
    if (step.kind === "wait") return false;
    return splitFrames(Buffer.concat(step.sends)).frames.some((request) => {
      const item = findItem(request, "id")?.item;
      if (item?.kind !== "int") return false;
      const before = last.get(step.conn) ?? item.value - 1n;
      last.set(step.conn, item.value);
      return item.value !== before + 1n || item.head !== shortestHead(item.value);
    });
  });
}

function idOf(request: Uint8Array): string {
  const found = findItem(request, "id");
  return found === undefined ? "" : `  (id ${notate(found.item, found.inner)})`;
}

/** One line of hex per segment, as the request is split for sending. */
function segmentLines(sends: readonly Uint8Array[], paint: Paint): string {
  return sends
    .map((part, i) => {
      const which = sends.length === 1 ? "" : `segment ${i + 1}: `;
      const hex = Buffer.from(part).toString("hex");
      return paint(
        "dim",
        `       ${which}${hex.length > 160 ? `${hex.slice(0, 160)}... (${part.length} bytes)` : hex}\n`,
      );
    })
    .join("");
}

const indented = (text: string, paint: Paint) => paint("dim", text.replaceAll(/^(?=.)/gm, "       "));

function bindingLines({ bindings }: ExchangeStep, paint: Paint): string[] {
  return bindings.map(({ at, name }) => paint("yellow", `       ${at} is sent as the ${name} of before\n`));
}
