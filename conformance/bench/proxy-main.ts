// Entry point of the plain proxy's process, `node proxy-main.js PORT HOST:PORT`: relays bytes without parsing them. Its
// latency is the lower bound for any proxy.
import { connect, createServer } from "node:net";
import process from "node:process";
import { parseAddress } from "../client/address.ts";

const [port = "", upstream = ""] = process.argv.slice(2);
const daemon = parseAddress(upstream);
const server = createServer({ noDelay: true }, (client) => {
  const other = connect({ ...daemon, noDelay: true });
  client.on("data", (chunk) => other.write(chunk));
  other.on("data", (chunk) => client.write(chunk));
  for (const [one, two] of [
    [client, other],
    [other, client],
  ] as const) {
    one.on("error", () => two.destroy());
    one.on("close", () => two.destroy());
  }
}).listen(Number(port), "127.0.0.1");
process.once("SIGTERM", () => {
  server.close();
  process.exit(0);
});
