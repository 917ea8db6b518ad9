// Copies the parts of the HTML pages, which the compiler ignores, next to the compiled code that reads them.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

export function copyPages(dist) {
  for (const folder of [
    "ci/pages",
    "server/http/page",
    "conformance/report/html/page",
    "conformance/report/matrix/page",
    "conformance/stress/report/page",
  ])
    cpSync(join(root, folder), join(dist, folder), { recursive: true });
}
