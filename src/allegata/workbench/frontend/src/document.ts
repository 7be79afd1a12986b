// A document: words marked in the text become a place in it, in code points, for a claim that is added or corrected.

interface Point {
  at: number;
}

function pointOf(node: Node, offset: number, end: boolean): Point | undefined {
  let element = node instanceof Element ? node : node.parentElement;
  let text: Node | undefined = node;
  if (node instanceof Element) {
    const child = node.childNodes[end ? offset - 1 : offset];
    const inside = child instanceof Element ? (child.matches("[data-at]") ? child : child.querySelectorAll("[data-at]")[0]) : undefined;
    if (!inside) return undefined;
    element = inside;
    text = undefined;
  }
  const run = element?.closest<HTMLElement>("[data-at]");
  if (!run) return undefined;
  const start = Number(run.dataset.at);
  if (run.dataset.length) return { at: end ? start + Number(run.dataset.length) : start };
  const words = run.textContent ?? "";
  const units = text === undefined ? (end ? words.length : 0) : offset;
  return { at: start + [...words.slice(0, units)].length };
}

function marked(): [number, number, string] | undefined {
  const selection = document.getSelection();
  const reading = document.querySelector(".reading");
  if (!selection || !reading || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!reading.contains(range.commonAncestorContainer)) return undefined;
  const start = pointOf(range.startContainer, range.startOffset, false);
  const end = pointOf(range.endContainer, range.endOffset, true);
  if (!start || !end || end.at <= start.at) return undefined;
  return [start.at, end.at, selection.toString().replace(/\s+/g, " ").trim()];
}

let last: [number, number, string] | undefined;

document.addEventListener("selectionchange", () => {
  const found = marked();
  if (!found) return;
  last = found;
  const shown = document.getElementById("marked-words");
  if (shown) shown.textContent = found[2].length > 120 ? `${found[2].slice(0, 119)}…` : found[2];
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-take]")) button.disabled = false;
});

// A button takes the marked words into the field beside it: the words for the person, their place for the casebook.
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("[data-take]");
  if (!button || !last) return;
  const field = button.dataset.take ?? "";
  const form = button.closest("form");
  const span = form?.querySelector<HTMLInputElement>(`input[name="${CSS.escape(field)}_span"]`);
  const words = form?.querySelector<HTMLInputElement>(`input[name="${CSS.escape(field)}"]`);
  if (!span || !words) return;
  span.value = `${last[0]}-${last[1]}`;
  words.value = last[2];
  words.dispatchEvent(new Event("change", { bubbles: true }));
  words.focus();
});

// Typed words have no place until the casebook finds them: an old place must not stay with new words.
document.addEventListener("input", (event) => {
  const input = event.target as HTMLInputElement;
  const span = input.form?.querySelector<HTMLInputElement>(`input[name="${CSS.escape(input.name)}_span"]`);
  if (span) span.value = "";
});

// Keys while words are marked: the letter of an element takes them into that field.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !last || (event.target as Element).closest("input, select, textarea")) return;
  const button = document.querySelector<HTMLButtonElement>(`[data-take-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button || !marked()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  button.click();
}, true);
