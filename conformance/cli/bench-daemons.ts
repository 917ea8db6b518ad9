// The daemons that `bench` measures, in the order of the command line.
import { parseCommandString } from "execa";
import type { Address } from "../client/address.ts";
import { parseAddress } from "../client/address.ts";
import { UsageError } from "../command.ts";
import type { benchTable } from "./options/bench.ts";
import type { Line } from "./table/parse.ts";

export type BenchDaemon = { name: string } & (
  | { kind: "address"; address: Address }
  | { kind: "command"; command: readonly string[] }
);

/** @throws UsageError */
export function daemonsOf({ given, rest }: Pick<Line<typeof benchTable.groups>, "given" | "rest">): BenchDaemon[] {
  const daemons = given.flatMap(({ name, text = "" }) => {
    if (name === "address") return [atAddress(text)];
    return name === "command" ? [startedBy(text)] : [];
  });
  if (rest !== undefined) daemons.push({ kind: "command", ...checked(undefined, rest) });
  const names = daemons.map(({ name }) => name);
  const repeated = names.find((name, index) => name === "echo" || names.indexOf(name) !== index);
  if (repeated === undefined) return daemons;
  throw new UsageError(`two daemons named '${repeated}'; write NAME=... to tell them apart`);
}

function atAddress(text: string): BenchDaemon {
  const { name, rest } = named(text);
  return { kind: "address", name: name ?? rest, address: parseAddress(rest) };
}

function startedBy(text: string): BenchDaemon {
  const { name, rest } = named(text);
  return { kind: "command", ...checked(name, parseCommandString(rest)) };
}

function checked(name: string | undefined, command: readonly string[]) {
  if (command.some((word) => word.includes("{port}"))) return { name: name ?? command[0] ?? "", command };
  throw new UsageError(`the command '${command.join(" ")}' has no {port}, where it should listen`);
}

/** Splits a `NAME=` prefix off. */
function named(text: string): { name: string | undefined; rest: string } {
  const match = /^([^\s=]+)=(.*)$/s.exec(text);
  return { name: match?.[1], rest: match?.[2] ?? text };
}
