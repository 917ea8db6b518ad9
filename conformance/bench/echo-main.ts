// Entry point of the echo server's process: `node echo-main.js PORT` listens on 127.0.0.1.
import process from "node:process";
import { createEcho } from "./echo.ts";

const server = createEcho().listen(Number(process.argv[2]), "127.0.0.1");
process.once("SIGTERM", () => {
  server.close();
  process.exit(0);
});
