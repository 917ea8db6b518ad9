// `coordinate-conformance show CASE`: one golden as people read it.

import { EXIT, UsageError } from "../command.ts";
import { describeMask } from "../golden/describe-mask.ts";
import type { ExchangeStep, Golden, Step } from "../golden/format.ts";
import { findGoldens, readGolden } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
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
  stdout.write(run.map((file) => describe(readGolden(file), values.bytes, paint)).join("\n"));
  return Promise.resolve(EXIT.ok);
};

function describe({ id, title, requires, recorded, steps }: Golden, bytes: boolean, paint: Paint): string {
  const { daemon, client, command, at } = recorded;
  const facts = [
    `${paint("bold", id)}  ${title}\n`,
    ...requires.map((each) => `  required by  ${each}\n`),
    `  recorded     ${at}, ${daemon}, by ${client}\n               ${command}\n`,
  ];
  return [...facts, "\n", ...steps.map((step) => describeStep(step, bytes, paint))].join("");
}

function describeStep(step: Step, bytes: boolean, paint: Paint): string {
  const number = String(step.number).padStart(3);
  if (step.kind === "wait") return `${number}  (${step.seconds} s pass)\n`;
  const { conn, call, sends, replies, times, hangup, closes } = step;
  const from = conn === 1 ? "" : paint("dim", `connection ${conn}: `);
  const repeated = times === undefined ? "" : paint("dim", `  ${times} times, ids counting up`);
  const shown = times === undefined ? replies : replies.slice(0, 1);
  const segments = sends.length > 1 ? paint("dim", `  in ${sends.length} segments`) : "";
  const lines = [
    `${number}  ${from}${call.join("\n     ")}${segments}${repeated}\n`,
    bytes ? hexLines("> ", times === undefined ? sends : [], paint) : "",
    hangup ? paint("dim", "     (the client stops sending)\n") : "",
    ...shown.map((reply) => {
      const masks = reply.masks.map((mask) => paint("yellow", `       ${mask.at}: ${describeMask(mask)}\n`));
      return [`     ${paint("green", reply.says)}\n`, bytes ? hexLines("< ", [reply.bytes], paint) : "", ...masks].join(
        "",
      );
    }),
    replies.length === 0 && !closes ? paint("dim", "     (no reply yet)\n") : "",
    closes ? paint("dim", "     (the server closes)\n") : "",
    ...bindingLines(step, paint),
  ];
  return lines.join("");
}

function hexLines(mark: string, parts: readonly Uint8Array[], paint: Paint): string {
  return parts.map((part) => paint("dim", `     ${mark}${Buffer.from(part).toString("hex")}\n`)).join("");
}

function bindingLines({ bindings }: ExchangeStep, paint: Paint): string[] {
  return bindings.map(({ at, name }) => paint("yellow", `       ${at} is sent as the ${name} of before\n`));
}
