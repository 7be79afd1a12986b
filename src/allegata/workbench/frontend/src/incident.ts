// An incident: claims are dragged onto a new incident (split) or another one (move), incidents onto this one (merge).
// Nothing is judged by dropping: the reasons and warnings are shown first, and a person confirms. The same by key: x, s, m.
import htmx from "htmx.org/dist/htmx.esm.js";

interface Carried {
  kind: "claim" | "incident";
  ids: string[];
}

let carried: Carried | undefined;

function chosen(): string[] {
  return [...document.querySelectorAll<HTMLInputElement>("input[name=claims]:checked")].map((box) => box.value);
}

function weigh(path: string, values: [string, string][]): void {
  const query = new URLSearchParams(values);
  void htmx.ajax("GET", `${path}?${query}`, { target: "#weigh", swap: "innerHTML", select: "#weigh-content" }).then(() => {
    const panel = document.getElementById("weigh");
    panel?.scrollIntoView({ block: "nearest" });
    panel?.querySelector<HTMLElement>("input[name=why]")?.focus();
  });
}

function here(): string {
  return document.querySelector<HTMLElement>("[data-incident-page]")?.dataset.incidentPage ?? "";
}

document.addEventListener("dragstart", (event) => {
  const element = (event.target as HTMLElement).closest<HTMLElement>("[data-claim], [data-incident]");
  if (!element || !event.dataTransfer) return;
  const claim = element.dataset.claim;
  if (claim) {
    const marked = chosen();
    carried = { kind: "claim", ids: marked.includes(claim) ? marked : [claim] };
  } else {
    carried = { kind: "incident", ids: [element.dataset.incident ?? ""] };
  }
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", carried.ids.join(" "));
  element.classList.add("dragging");
  document.body.classList.add("carrying");
});

document.addEventListener("dragend", () => {
  carried = undefined;
  document.body.classList.remove("carrying");
  for (const element of document.querySelectorAll(".dragging, .over")) element.classList.remove("dragging", "over");
});

function zone(event: DragEvent): HTMLElement | undefined {
  if (!carried) return undefined;
  const wanted = carried.kind === "claim" ? "[data-drop-new], [data-incident]" : "[data-drop-here]";
  return (event.target as Element).closest<HTMLElement>(wanted) ?? undefined;
}

document.addEventListener("dragover", (event) => {
  const target = zone(event);
  for (const other of document.querySelectorAll(".over")) if (other !== target) other.classList.remove("over");
  if (!target) return;
  event.preventDefault();
  target.classList.add("over");
});

document.addEventListener("drop", (event) => {
  const target = zone(event);
  if (!target || !carried) return;
  event.preventDefault();
  const { kind, ids } = carried;
  const base = `/incidents/${encodeURIComponent(here())}`;
  if (kind === "incident") weigh(`${base}/join`, [["other", ids[0] ?? ""]]);
  else if (target.dataset.incident) weigh(`${base}/join`, [...ids.map((id): [string, string] => ["claims", id]), ["other", target.dataset.incident]]);
  else weigh(`${base}/part`, ids.map((id): [string, string] => ["claims", id]));
});
