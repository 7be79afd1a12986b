(() => {
  "use strict";
  const main = document.querySelector("main");

  // Pointing at a value lights its words, and the other way round.
  let lit = [];
  const dim = () => { lit.forEach((node) => node.classList.remove("on")); lit = []; };
  const light = (event) => {
    dim();
    const node = event.target.closest && event.target.closest("[data-v]");
    const scope = node && node.closest("[data-scope]");
    if (!scope) return;
    const wanted = new Set(node.dataset.v.split(" "));
    lit = [...scope.querySelectorAll("[data-v]")].filter((other) => other.dataset.v.split(" ").some((v) => wanted.has(v)));
    lit.forEach((other) => other.classList.add("on"));
  };
  main.addEventListener("pointerover", light);
  main.addEventListener("focusin", light);
  main.addEventListener("pointerleave", dim);

  // The legend switches elements off and on.
  document.querySelectorAll(".legend [data-e]").forEach((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.append(...item.childNodes);
    item.append(button);
    button.addEventListener("click", () => {
      const off = main.classList.toggle("off-" + item.dataset.e);
      button.setAttribute("aria-pressed", String(!off));
    });
  });

  // Find: hides the claims, and the incidents with no claim, that do not hold the words.
  const filter = document.querySelector(".filter");
  const input = filter.querySelector("input");
  const status = filter.querySelector("[role=status]");
  const cards = [...main.querySelectorAll(".claim")].map((node) => ({ node, text: "" }));
  const incidents = [...main.querySelectorAll(".incident")];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const own = (incident) => [...incident.children].filter((n) => !n.matches(".fold")).map((n) => n.textContent).join(" ");
  let timer = 0;
  const find = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    let found = 0;
    incidents.forEach((incident) => { incident.headMatches = words.length > 0 && has(fold(own(incident))); });
    cards.forEach((card) => {
      card.text = card.text || fold(card.node.textContent);
      const incident = card.node.closest(".incident");
      const hit = !words.length || has(card.text) || Boolean(incident && incident.headMatches);
      card.node.hidden = !hit;
      found += hit ? 1 : 0;
    });
    incidents.forEach((incident) => {
      const fold = incident.querySelector(".fold");
      if (fold && words.length && !incident.headMatches) fold.open = fold.open || Boolean(fold.querySelector(".claim:not([hidden])"));
      incident.hidden = words.length > 0 && !incident.headMatches && !incident.querySelector(".claim:not([hidden])");
    });
    status.textContent = words.length ? found + " of " + cards.length + " shown" : "";
  };
  filter.hidden = false;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 120); });

  // A link into something that is folded or that the search hid shows it; on paper nothing is folded but names.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let hidden = false;
    if (target.closest("[hidden]")) { input.value = ""; find(); hidden = true; }
    for (let node = target.closest("details:not([open])"); node; node = node.parentElement.closest("details:not([open])")) {
      node.open = true;
      hidden = true;
    }
    if (hidden) target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => document.querySelectorAll("details.fold").forEach((node) => { node.open = true; }));
  if (location.hash) reveal();
})();
