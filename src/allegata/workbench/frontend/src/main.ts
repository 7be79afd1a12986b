// Every page: htmx with the session's token, keys, and rows that point at their words.
import htmx from "htmx.org/dist/htmx.esm.js";

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.scrollIntoViewOnBoost = false;

const token = document.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  const detail = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  detail.headers["X-CSRF-Token"] = token;
});
// An error page is shown like any other, so that nothing fails in silence.
document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>).detail;
  if (detail.xhr.status >= 400) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

function items(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-item]")];
}

function current(): HTMLElement | undefined {
  return document.querySelector<HTMLElement>("[data-item].at") ?? undefined;
}

function choose(item: HTMLElement | undefined): void {
  if (!item) return;
  for (const other of items()) other.classList.toggle("at", other === item);
  const target = item.querySelector<HTMLElement>("[data-open]") ?? item;
  target.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function step(by: number): void {
  const all = items();
  const at = current();
  const next = at ? all.indexOf(at) + by : by > 0 ? 0 : all.length - 1;
  choose(all[Math.max(0, Math.min(all.length - 1, next))]);
}

function press(key: string): boolean {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const button = current()?.querySelector<HTMLElement>(selector) ?? document.querySelector<HTMLElement>(`${selector}[data-page]`);
  if (!button) return false;
  const box = button.closest("details");
  if (button.tagName === "SUMMARY" && box) {
    box.open = !box.open;
    if (box.open) box.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button")?.focus();
  } else if (button.matches("input:not([type=checkbox]), select, textarea")) {
    button.focus();
  } else {
    button.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target as HTMLElement;
  if (target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "Enter" && (target === document.body || target.matches("[data-item]"))) current()?.querySelector<HTMLElement>("[data-open]")?.click();
  else if (event.key.length !== 1 || !press(event.key)) return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const item = (event.target as HTMLElement).closest<HTMLElement>("[data-item]");
  if (item) for (const other of items()) other.classList.toggle("at", other === item);
});

// What is asked for again and again waits while nobody looks at the page, or while a filter is being typed.
document.addEventListener("htmx:beforeRequest", (event) => {
  const asking = event.target as HTMLElement;
  if (asking.matches("[data-poll]") && (document.hidden || asking.contains(document.activeElement))) event.preventDefault();
});

// The item that was at hand stays at hand when a judgement redraws the page; after one that settles a claim, the next
// claim that nobody has judged yet is at hand.
let kept = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  const asking = event.target as HTMLElement;
  if (asking.matches("[data-poll]")) return;
  const at = current();
  kept = at?.id ?? "";
  if (!at || !asking.matches("form") || !asking.querySelector("[data-next]")) return;
  const all = items();
  const open = [...all.slice(all.indexOf(at) + 1), ...all.slice(0, all.indexOf(at))];
  kept = open.find((item) => item.matches(".is-proposed"))?.id ?? kept;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if ((event.target as HTMLElement).matches("[data-poll]")) return;
  leadOn();
  const item = kept ? document.getElementById(kept) : null;
  if (item) choose(item);
});

// The queue's list as it was opened last, in this tab alone: an incident leads on to the next one of it, and back to it.
const LIST = "allegata-list";
const list = document.querySelector("[data-list]");
if (list) {
  const ids = [...list.querySelectorAll("[data-item]")].map((item) => item.id);
  sessionStorage.setItem(LIST, JSON.stringify({ at: location.pathname + location.search, ids }));
}
function leadOn(): void {
  const here = document.querySelector<HTMLElement>("[data-incident-page]")?.dataset.incidentPage;
  const stored = sessionStorage.getItem(LIST);
  if (!here || !stored) return;
  const { at, ids } = JSON.parse(stored) as { at: string; ids: string[] };
  const place = ids.indexOf(here);
  if (place < 0) return;
  const next = ids[place + 1];
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-list-at]")) link.href = at;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-following]")) link.href = next ? `/incidents/${next}` : at;
}
leadOn();

function point(element: Element | null, on: boolean): void {
  const row = element?.closest<HTMLElement>("[data-row]");
  const scope = row?.closest("[data-scope]");
  if (!row || !scope) return;
  row.classList.toggle("on", on);
  for (const mark of scope.querySelectorAll(`mark[data-rows~="${CSS.escape(row.dataset.row ?? "")}"]`)) mark.classList.toggle("on", on);
}
for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]] as const) {
  document.addEventListener(name, (event) => point(event.target as Element, on));
}

for (const select of document.querySelectorAll<HTMLSelectElement>("select[data-submit]")) {
  select.addEventListener("change", () => select.form?.requestSubmit());
}
