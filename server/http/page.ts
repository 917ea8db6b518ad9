// The status page: page.html with its style sheets and script inlined, so that one response holds the whole page.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

export type Page = {
  html: string;
  /** Value of the Content-Security-Policy header: allows only the page's own script and styles. */
  policy: string;
};

/** @throws Error if a part of the page is missing, i.e. the package is damaged */
export async function loadPage(): Promise<Page> {
  const [outline, base, own, script] = await Promise.all([
    part("page/page.html"),
    part("../../ci/pages/base.css"),
    part("page/page.css"),
    part("page/page.js"),
  ]);
  const style = `${base}${own}`;
  const html = outline
    .replace(/(<link rel="stylesheet" href="[^"]*">\s*)+/, () => `<style>${style}</style>\n    `)
    .replace('<script src="page.js" defer></script>', () => `<script type="module">${script}</script>`);
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { html, policy };
}

async function part(name: string): Promise<string> {
  return await readFile(new URL(name, import.meta.url), "utf8");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
