// Finds traces of the recording machine in a golden: paths, host names, addresses, environment.
import { hostname } from "node:os";

const PATH = /\/(?:home|root|work|tmp|usr|var|Users|opt|etc|proc|mnt|private)\/[\w.]+|\b[A-Z]:\\\w+/g;
/** A section of an RFC looks like an address, too. */
const ADDRESS = /(?<![§\d.]|RFC \d{4} )\b(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b/g;
/** What a worker's heartbeat would tell of its machine, and variables of the shell. */
const ENVIRONMENT = /\b(?:hostname|fqdn|ipaddrs?|PYTHONPATH|VIRTUAL_ENV|LD_LIBRARY_PATH|LOGNAME|SSH_\w+)\b|\bPATH=/g;
const HEX = /\b(?:[0-9a-f]{2}){4,}\b/g;

/** Every trace in a text, also in the bytes that are written in hex in it. */
export function tracesIn(text: string): string[] {
  const bytes = Array.from(text.matchAll(HEX), ([hex]) => Buffer.from(hex, "hex").toString("latin1"));
  const all = [text, ...bytes].join("\n");
  const found = [PATH, ADDRESS, ENVIRONMENT].flatMap((pattern) => all.match(pattern) ?? []);
  // Names like "vm" are words as well.
  const host = hostname();
  if (host.length >= 5 && host !== "localhost" && all.includes(host)) found.push(host);
  return [...new Set(found)];
}
