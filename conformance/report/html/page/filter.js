// The filter of a page: which of its items are shown, by words and by what is chosen of them, and which areas stand open. The page is
// whole without it. Items are the `details` with a text to search in; what is chosen is their outcome, or the name of an attribute.

const details = [...document.querySelectorAll("details")];
const items = details.filter((each) => each.dataset.search !== undefined);
const areas = details.filter((each) => each.classList.contains("area"));

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
function find(selector, type) {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`no ${type.name} ${selector}`);
  return found;
}

const bar = find(".filter", HTMLElement);
const field = find("#filter", HTMLInputElement);
const shown = find("#shown", HTMLOutputElement);
const choices = [...bar.querySelectorAll("input")].filter(({ name }) => name === "outcome");

function apply() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = choices.find(({ checked }) => checked)?.value ?? "";
  let count = 0;
  for (const each of items) {
    const text = each.dataset.search ?? "";
    const isChosen = chosen === "" || each.dataset.outcome === chosen || each.dataset[chosen] !== undefined;
    const isShown = isChosen && words.every((word) => text.includes(word));
    each.hidden = !isShown;
    if (isShown) count++;
  }
  // What was found is to be seen at once: no overview above it, and no closed area around it.
  const isFiltered = words.length > 0 || chosen !== "";
  document.body.classList.toggle("filtered", isFiltered);
  for (const area of areas) {
    area.hidden = area.querySelector("details[data-search]:not([hidden])") === null;
    if (isFiltered && !area.hidden) area.open = true;
  }
  const all = `${items.length} ${shown.dataset.items}`;
  shown.value = count === items.length ? all : `${count} of ${all}`;
}

/** @param {boolean} isOpen */
function openAll(isOpen) {
  for (const area of areas) if (isOpen && !area.hidden) area.open = true;
  for (const each of items) if (!each.hidden) each.open = isOpen;
}

/** A link to an area shows it, whatever is filtered; one to an item opens it too. */
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target.closest("[hidden]") !== null) {
    field.value = "";
    for (const choice of choices) choice.checked = choice.value === "";
    apply();
    target.scrollIntoView();
  }
  for (let around = target.parentElement; around !== null; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  target.scrollIntoView();
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  target.scrollIntoView();
  target.querySelector("summary")?.focus({ preventScroll: true });
}

bar.addEventListener("input", apply);
document.querySelector("#open")?.addEventListener("click", () => openAll(true));
document.querySelector("#close")?.addEventListener("click", () => openAll(false));
addEventListener("hashchange", follow);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target === field) return;
  event.preventDefault();
  field.focus();
});

bar.hidden = false;
apply();
follow();
