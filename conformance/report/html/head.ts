// The head of all HTML reports: self-contained, with a content security policy that forbids other scripts and loading.
import { createHash } from "node:crypto";
import { html, Markup } from "./markup.ts";

export type Head = {
  readonly title: string;
  /** The complete CSS and, if any, JavaScript of the page. */
  readonly style: string;
  readonly script?: string;
};

/** The document from the doctype to the end of the head. */
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
