// Puts the parts of the HTML pages, which the compiler leaves where they are, beside the compiled code that reads them.
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

for (const folder of ["ci/pages", "server/http/page", "conformance/report/html/page"])
  cpSync(`${root}${folder}`, `${root}dist/${folder}`, { recursive: true });
