// Listens for the pytest plugin's events on a loopback port, and answers when it asks for a fresh daemon.
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { parseEvent, type ShimEvent } from "./events.ts";

export type Listener = {
  /** For the plugin's --coordinate-events. */
  readonly place: string;
  /** Waits until every event that was sent is handled; rejects when handling one failed. Call it when the sender has ended. */
  finish(): Promise<void>;
  close(): void;
};

/**
 * Handles events one after the other, in order. `fresh` gives the address of a daemon that no test has used; when it
 * rejects, or handling an event throws, the sender is cut off and finish() rejects.
 */
export async function listenForEvents(
  handle: (event: ShimEvent) => void,
  fresh: () => Promise<string>,
): Promise<Listener> {
  const server = createServer();
  let sender: Socket | undefined;
  let conversation: Promise<void> = Promise.resolve();
  server.once("connection", (socket) => {
    sender = socket;
    conversation = converse(socket, handle, fresh).finally(() => socket.destroy());
    // It is awaited in finish(), which may be long after it was rejected.
    conversation.catch(() => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    place: `tcp:127.0.0.1:${port}`,
    finish: () => conversation,
    close: () => {
      sender?.destroy();
      server.close();
    },
  };
}

async function converse(socket: Socket, handle: (event: ShimEvent) => void, fresh: () => Promise<string>) {
  // A process that is killed resets its connection: its events end there, and its exit tells the rest.
  socket.on("error", () => socket.destroy());
  const lines = createInterface({ input: socket });
  socket.on("close", () => lines.close());
  for await (const line of lines) {
    const event = parseEvent(line);
    if (event.event === "fresh") socket.write(`${JSON.stringify({ address: await fresh() })}\n`);
    else handle(event);
  }
}
