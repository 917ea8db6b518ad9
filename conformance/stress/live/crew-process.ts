// Runs a group of clients in a separate process, which can be suspended and killed.
import { Crew, type CrewOptions, type News, type Order } from "./crew.ts";

/** The first message is what the crew is; the others are orders. */
export type ProcessMessage = { readonly begin: CrewOptions } | { readonly order: Order };

let crew: Crew | null = null;
let isOver = false;
/** When all news so far has been handed over: they wait here while the other side reads nothing. */
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
    // What was not handed over by then would be lost.
    await told;
    process.disconnect();
  });
});

// Whoever began it is gone.
process.on("disconnect", () => {
  if (!isOver) process.exit(1);
});
