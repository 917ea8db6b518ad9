// Listens for the pytest plugin's events on a loopback port, and answers when it asks for a fresh daemon.
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { parseEvent, type ShimEvent } from "./events.ts";

export type Listener = {
  /** Address for the plugin's option --coordinate-events. */
  readonly place: string;
  /** Resolves when all events are handled; rejects if handling one failed. Call it after the sender has exited. */
  finish(): Promise<void>;
  close(): void;
};

/**
 * Handles events one after the other, in order. `fresh` returns the address of a newly started daemon; when it
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
    // Prevents an unhandled rejection: finish() awaits it, perhaps long after it was rejected.
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
  // Ignored, since a killed process resets its connection; its exit status is reported elsewhere.
  socket.on("error", () => socket.destroy());
  const lines = createInterface({ input: socket });
  socket.on("close", () => lines.close());
  for await (const line of lines) {
    const event = parseEvent(line);
    if (event.event === "fresh") socket.write(`${JSON.stringify({ address: await fresh() })}\n`);
    else handle(event);
  }
}
