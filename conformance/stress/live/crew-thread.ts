// Runs a group of clients in a separate thread.
import { parentPort, workerData } from "node:worker_threads";
import { Crew, type CrewOptions, type Order } from "./crew.ts";

const port = parentPort;
if (port === null) throw new Error("crew-thread.ts runs as a thread only");
const options: CrewOptions = workerData;
const crew = new Crew(options, (news) => port.postMessage(news));
port.on("message", (order: Order) => {
  void crew.obey(order).then(() => {
    if (order.do === "end") port.close();
  });
});
