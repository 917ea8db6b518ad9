// `coordinate-conformance show CASE`: one golden as people read it.
import { EXIT, UsageError } from "../command.ts";
import type { ExchangeStep, Golden, Hole, Step } from "../golden/format.ts";
import { findGoldens, readGolden } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { type Paint, painter, wantsColour } from "../report/style.ts";
import { selectCases } from "../run/select.ts";
import type { Action } from "./command.ts";
import type { showTable } from "./options/show.ts";

export const show: Action<typeof showTable> = ({ values }, { stdout, env }) => {
  if (values.cases.length === 0) throw new UsageError("name a case; 'list' shows them");
  const { run } = selectCases(findGoldens(values.goldens ?? GOLDENS), values.cases, []);
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
      const holes = reply.holes.map((hole) => paint("yellow", `       ${hole.at}: ${describeHole(hole)}\n`));
      return [`     ${paint("green", reply.says)}\n`, bytes ? hexLines("< ", [reply.bytes], paint) : "", ...holes].join(
        "",
      );
    }),
    replies.length === 0 && !closes ? paint("dim", "     (no reply yet)\n") : "",
    closes ? paint("dim", "     (the server closes)\n") : "",
    ...fillLines(step, paint),
  ];
  return lines.join("");
}

function hexLines(mark: string, parts: readonly Uint8Array[], paint: Paint): string {
  return parts.map((part) => paint("dim", `     ${mark}${Buffer.from(part).toString("hex")}\n`)).join("");
}

function fillLines({ fills }: ExchangeStep, paint: Paint): string[] {
  return fills.map(({ at, name }) => paint("yellow", `       ${at} is sent as the ${name} of before\n`));
}

function describeHole(hole: Hole): string {
  switch (hole.is) {
    case "time": {
      const request = hole.since === undefined ? "the request" : `the request of step ${hole.since}`;
      const when = hole.offset === 0 ? `the time of ${request}` : `${hole.offset} s after ${request}`;
      return hole.within === 0 ? when : `${when}, within ${hole.within} s`;
    }
    case "age":
      return `whole seconds since step ${hole.since}`;
    case "new-name":
      return `any name like ${hole.like}, called ${hole.name} from here on`;
    case "name":
      return `the ${hole.name} of before`;
    case "one-of":
      return `one of ${hole.of.join(", ")}`;
    default:
      return hole satisfies never;
  }
}
