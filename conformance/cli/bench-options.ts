// The arguments of `bench`, read into what to measure.
import { parseCommandString } from "execa";
import { FULL, QUICK, type Size, WORKLOADS, type WorkloadName } from "../bench/plan.ts";
import { type Address, parseAddress } from "../client/address.ts";
import { UsageError } from "../command.ts";
import { parseOptions, refuseArguments } from "./arguments.ts";

export type BenchOptions = {
  /** Empty: the reference daemon of this package. */
  targets: readonly TargetOption[];
  workloads: readonly WorkloadName[];
  size: Size;
  echo: boolean;
  format: "text" | "json";
  plotFile: string | null;
};

export type TargetOption = { name: string } & (
  | { kind: "address"; address: Address }
  | { kind: "command"; command: readonly string[] }
);

const OPTIONS = {
  address: { type: "string", multiple: true },
  command: { type: "string", multiple: true },
  workload: { type: "string" },
  queue: { type: "string" },
  turns: { type: "string" },
  seconds: { type: "string" },
  connections: { type: "string" },
  quick: { type: "boolean" },
  "no-echo": { type: "boolean" },
  format: { type: "string" },
  plot: { type: "string" },
} as const;

/** @throws UsageError */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values, tokens, positionals } = parseOptions(argv, OPTIONS);
  refuseArguments(positionals);
  const targets = tokens.flatMap((token) => {
    if (token.kind !== "option" || token.value === undefined) return [];
    if (token.name === "address") return [addressOption(token.value)];
    return token.name === "command" ? [commandOption(token.value)] : [];
  });
  const names = targets.map(({ name }) => name);
  const repeated = names.find((name, index) => name === "echo" || names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new UsageError(`two targets named '${repeated}'; write NAME=... to tell them apart`);
  const format = values.format ?? "text";
  if (format !== "text" && format !== "json") throw new UsageError(`--format must be text or json, not '${format}'`);
  const base = values.quick === true ? QUICK : FULL;
  return {
    targets,
    workloads: values.workload === undefined ? WORKLOADS : list("workload", values.workload).map(workloadName),
    size: {
      ...base,
      turns: integer("turns", values.turns, base.turns, 100),
      seconds: seconds(values.seconds, base.seconds),
      connections: integer("connections", values.connections, base.connections, 1000),
      queues: values.queue === undefined ? base.queues : list("queue", values.queue).map(queueLength),
    },
    echo: values["no-echo"] !== true,
    format,
    plotFile: values.plot ?? null,
  };
}

function addressOption(text: string): TargetOption {
  const { name, rest } = named(text);
  return { kind: "address", name: name ?? rest, address: parseAddress(rest) };
}

function commandOption(text: string): TargetOption {
  const { name, rest } = named(text);
  const command = parseCommandString(rest);
  if (!rest.includes("{port}")) throw new UsageError(`the command '${rest}' has no {port}, where it should listen`);
  return { kind: "command", name: name ?? command[0] ?? "", command };
}

/** Takes `NAME=` off the front. */
function named(text: string): { name: string | null; rest: string } {
  const match = /^([^\s=]+)=(.*)$/s.exec(text);
  return { name: match?.[1] ?? null, rest: match?.[2] ?? text };
}

function list(option: string, text: string): string[] {
  const items = text.split(",").filter((item) => item !== "");
  if (items.length === 0) throw new UsageError(`--${option} is empty`);
  return items;
}

function workloadName(text: string): WorkloadName {
  const name = WORKLOADS.find((each) => each === text);
  if (name === undefined) throw new UsageError(`no workload '${text}'; there are ${WORKLOADS.join(", ")}`);
  return name;
}

function queueLength(text: string): number {
  return integer("queue", text, 0, 10_000_000);
}

function integer(option: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new UsageError(`--${option} must be a whole number from 1 to ${most}, not '${text}'`);
  }
  return value;
}

function seconds(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!(value > 0 && value <= 60))
    throw new UsageError(`--seconds must be a number above 0 and up to 60, not '${text}'`);
  return value;
}
