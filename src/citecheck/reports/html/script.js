"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  let cards = all(".card");
  const boxes = all("input[name=show]");
  const undecided = one("#undecided"); // only in a review
  const needsYou = one("#needs-you");
  const sort = one("#sort");
  const keys = {}; // what other scripts add: a key and what it does
  const help = one("#help");
  const keysOn = one("#keys-on");
  let current = null;

  const isShown = (card) => getComputedStyle(card).display !== "none";
  const inBrief = (card) => document.getElementById("at-" + card.id);

  function mark(card) {
    for (const marked of all(".here")) marked.classList.remove("here");
    current = card;
    if (!card) return;
    card.classList.add("here");
    const place = inBrief(card);
    if (!place) return;
    for (const run of all(".claim")) {
      if (run.getAttribute("href") === "#" + card.id) run.classList.add("here");
    }
    const pane = place.closest(".text");
    if (pane && pane.scrollHeight > pane.clientHeight) {
      const away = place.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (away < 40 || away > pane.clientHeight - 80) pane.scrollTop += away - pane.clientHeight / 3;
    }
  }

  function go(card) {
    mark(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
    history.replaceState(null, "", "#" + card.id);
  }

  function step(way) {
    const shown = cards.filter(isShown);
    if (!shown.length) return;
    const at = shown.indexOf(current);
    if (at >= 0) return go(shown[Math.min(Math.max(at + way, 0), shown.length - 1)]);
    const below = shown.findIndex((card) => card.getBoundingClientRect().bottom > 80);
    go(shown[Math.max(below, 0)]);
  }

  function filtered() {
    for (const section of all(".claims")) {
      const own = [...section.querySelectorAll(".card")];
      section.querySelector(".empty").hidden = !own.length || own.some(isShown);
    }
    one("#said").textContent = cards.filter(isShown).length + " of " + cards.length + " claims shown";
    if (current && !isShown(current)) mark(null);
  }

  function toggleBrief() {
    if (!current) return step(1);
    const place = inBrief(current);
    if (!place || document.activeElement === place) return go(current);
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  }

  function openHelp() {
    help.showModal();
    help.querySelector("button").focus();
  }

  function toggle(index) {
    const chosen = index < 0 ? boxes : [boxes[index]];
    for (const box of chosen) box.checked = index < 0 || !box.checked;
    filtered();
  }

  function flip(box) {
    if (!box) return;
    box.checked = !box.checked;
    filtered();
  }

  // The cards by rank or by their place in the brief, in the document too, so that tabbing follows.
  function arrange(worst) {
    sort.setAttribute("aria-pressed", String(worst));
    for (const section of all(".claims")) {
      const own = [...section.querySelectorAll(".card")];
      const by = worst ? "rank" : "number";
      own.sort((a, b) => a.dataset[by] - b.dataset[by]);
      section.querySelector(".empty").before(...own);
    }
    cards = all(".card");
    one("#said").textContent = worst ? "worst first" : "in the order of the brief";
  }

  function turn() {
    const held = document.activeElement;
    arrange(sort.getAttribute("aria-pressed") !== "true");
    if (current) go(current);
    else if (held && held !== document.activeElement) held.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target.closest("textarea, select, input:not([type=checkbox]):not([type=radio])");
    if (typing) {
      if (event.key === "Escape" && typing.closest(".card")) go(typing.closest(".card"));
      return;
    }
    const digit = /^[0-9]$/.test(event.key) ? Number(event.key) : -1;
    const known = {
      j: () => step(1), k: () => step(-1), b: toggleBrief, s: turn, 0: () => toggle(-1),
      g: () => flip(needsYou), u: () => flip(undecided), ...keys,
    };
    let action = known[event.key];
    if (digit > 0 && digit <= boxes.length) action = () => toggle(digit - 1);
    if (event.key === "?") action = openHelp;
    if (!action || (!keysOn.checked && event.key !== "?")) return;
    event.preventDefault();
    action();
  });

  for (const box of [...boxes, undecided, needsYou]) box?.addEventListener("change", filtered);
  one(".toolbar").addEventListener("submit", (event) => event.preventDefault());
  for (const link of all("a.claim")) {
    link.addEventListener("click", (event) => {
      const card = document.getElementById(link.getAttribute("href").slice(1));
      if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const box = boxes.find((one) => card.classList.contains("v-" + one.value));
      if (box) box.checked = true;
      for (const filter of [undecided, needsYou]) if (filter && !isShown(card)) filter.checked = false;
      filtered();
      go(card);
    });
  }
  for (const card of cards) card.addEventListener("focusin", () => { if (card !== current) mark(card); });

  function arrive() {
    const card = document.getElementById(location.hash.slice(1));
    if (card && card.classList.contains("card")) mark(card);
  }
  addEventListener("hashchange", arrive);
  addEventListener("beforeprint", () => { for (const part of all("details:not(.decide)")) part.open = true; });

  sort.addEventListener("click", turn);
  one(".keys").hidden = false;
  one("#help-open").addEventListener("click", openHelp);
  try {
    keysOn.checked = localStorage.getItem("citecheck-keys") !== "off";
    keysOn.addEventListener("change", () => localStorage.setItem("citecheck-keys", keysOn.checked ? "on" : "off"));
  } catch { /* a page opened from a file may have no storage */ }
  arrive();
  filtered();
  window.citecheck = { all, one, keys, go, step, isShown, filtered, current: () => current, cards: () => cards };
})();
