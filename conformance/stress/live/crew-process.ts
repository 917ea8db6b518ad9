// Runs a group of clients in a separate process, which can be suspended and killed.
import { Crew, type CrewOptions, type News, type Order } from "./crew.ts";

/** The first message holds the options of the crew; the others are orders. */
export type ProcessMessage = { readonly begin: CrewOptions } | { readonly order: Order };

let crew: Crew | null = null;
let isOver = false;
/** Resolves when all messages so far have been sent; they queue here while the parent does not read. */
let told: Promise<void> = Promise.resolve();
function tell(news: News): void {
  told = new Promise((resolve) => process.send?.(news, undefined, undefined, () => resolve()));
}

process.on("message", (message: ProcessMessage) => {
  if ("begin" in message) {
    crew = new Crew(message.begin, tell);
    return;
  }
  const { order } = message;
  void crew?.obey(order).then(async () => {
    if (order.do !== "end") return;
    isOver = true;
    // Messages not yet sent when the process exits would be lost.
    await told;
    process.disconnect();
  });
});

// The parent process has ended.
process.on("disconnect", () => {
  if (!isOver) process.exit(1);
});
