// The matrix's filter: which clauses are shown. The page is whole without it.

/** @type {HTMLDetailsElement[]} */
const clauses = [...document.querySelectorAll("details")].filter((each) => each.classList.contains("clause"));
const areas = [...document.querySelectorAll("details")].filter((each) => each.classList.contains("area"));

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
const broken = find("#broken", HTMLInputElement);
const shown = find("#shown", HTMLOutputElement);

function apply() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const each of clauses) {
    const text = each.dataset.search ?? "";
    const isShown =
      (!broken.checked || each.dataset.broken !== undefined) && words.every((word) => text.includes(word));
    each.hidden = !isShown;
    if (isShown) count++;
  }
  const isFiltered = words.length > 0 || broken.checked;
  for (const area of areas) {
    area.hidden = area.querySelector("details.clause:not([hidden])") === null;
    if (isFiltered) area.open = !area.hidden;
  }
  shown.value = count === clauses.length ? `${count} clauses` : `${count} of ${clauses.length} clauses`;
}

/** A link to a clause or an area shows it, whatever is filtered. */
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target.closest("[hidden]") !== null) {
    field.value = "";
    broken.checked = false;
    apply();
    target.scrollIntoView();
  }
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  const area = target.closest("details.area");
  if (area instanceof HTMLDetailsElement) area.open = true;
  target.scrollIntoView();
  target.querySelector("summary")?.focus({ preventScroll: true });
}

bar.addEventListener("input", apply);
addEventListener("hashchange", follow);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target === field) return;
  event.preventDefault();
  field.focus();
});

bar.hidden = false;
apply();
follow();
