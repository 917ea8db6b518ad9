import { describe, expect, it } from "vitest";
import { html } from "./markup.ts";

describe("html``", () => {
  it("escapes inserted values, but not markup", () => {
    const inner = html`<b>${"<i> & \"q\" 'a'"}</b>`;
    expect(String(html`<p title="${'"><script>'}">${inner}</p>`)).toBe(
      '<p title="&#34;&#62;&#60;script&#62;"><b>&#60;i&#62; &#38; &#34;q&#34; &#39;a&#39;</b></p>',
    );
  });

  it("concatenates lists, and writes nothing for undefined and false", () => {
    expect(String(html`${[1, [html`<br>`, undefined], false, "&"]}${undefined}`)).toBe("1<br>&#38;");
  });

  it.each([
    ["a control character", "a\u0007\u0000", "a\\u{7}\\u{0}"],
    ["a change of the writing direction", "\u202eabc", "\\u{202e}abc"],
    ["a broken surrogate", "\ud800x", "\\u{d800}x"],
    ["line breaks and tabs, left as they are", "a\n\tb", "a\n\tb"],
    ["letters of all kinds, left as they are", "größe 😀 \u05d0", "größe 😀 \u05d0"],
  ])("makes visible: %s", (_what, text, shown) => {
    expect(String(html`${text}`)).toBe(shown);
  });
});
