// The head of all HTML reports: self-contained, with a policy that forbids other scripts and any loading.
import { createHash } from "node:crypto";
import { html, Markup } from "./markup.ts";

export type Head = {
  readonly title: string;
  /** Everything that the page's style and script consist of; no script where there is none. */
  readonly style: string;
  readonly script?: string;
};

/** From the document type to the end of the head. */
export function pageHead({ title, style, script }: Head): Markup {
  const scripts = script === undefined ? "" : ` script-src '${hash(script)}';`;
  const policy = `default-src 'none'; style-src '${hash(style)}';${scripts} img-src data:; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
${
  script !== undefined &&
  html`<script type="module">${new Markup(script)}</script>
`
}</head>`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
