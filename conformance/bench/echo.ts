// The echo server: replies to anything with a prepared reply in which only the id is set. It parses nothing, so no
// server in Node can be faster: the upper bound of the measurements.
import { createServer, type Server } from "node:net";
import { FIRST_ID, uint32At } from "./request.ts";
import { pingRequest } from "./workloads/ping.ts";

/** {id: 65536, result: [[], null]} as the reference daemon encodes it. */
const REPLY = Buffer.from("d81853a24269641a0001000046726573756c748280f6", "hex");

/** @returns a server that is not listening yet */
export function createEcho(): Server {
  const ping = pingRequest();
  ping.setId(FIRST_ID);
  const idIn = uint32At(ping.bytes, FIRST_ID);
  const idOut = uint32At(REPLY, FIRST_ID);
  return createServer({ noDelay: true }, (socket) => {
    // One buffer per connection is enough: with one outstanding call, it is sent before the next id is written into it.
    const reply = Buffer.from(REPLY);
    socket.on("data", (request) => {
      reply.writeUInt32BE(request.readUInt32BE(idIn), idOut);
      socket.write(reply);
    });
    socket.on("error", () => socket.destroy());
  });
}
