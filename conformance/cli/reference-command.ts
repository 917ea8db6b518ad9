// The command line of the reference daemon, which is compiled beside this.
import { fileURLToPath } from "node:url";

export function referenceCommand(): string[] {
  const main = fileURLToPath(new URL("../../server/main.js", import.meta.url));
  return [process.execPath, main, "-cborrpc", "127.0.0.1:{port}"];
}
