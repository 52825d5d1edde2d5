"use strict";
// A review: forms are sent without leaving the page, and what others record appears by itself.
(() => {
  const { all, one, keys, go, step, isShown, filtered, current, cards } = window.citecheck;
  const EVERY = 2000; // milliseconds between two looks at what others have recorded
  const progress = one("#progress");
  const recorded = one("#recorded");
  const undoButton = one("#undo");
  const nextButton = one("#next");
  const base = location.pathname.replace(/[^/]*$/, "");
  let version = progress.dataset.version;
  let last = null; // the form of the last decision recorded here, for undo
  const kinds = new Map();
  for (const input of all(".decide input[name=kind]")) {
    const key = input.parentElement.querySelector("kbd").textContent;
    kinds.set(key, input.value);
  }

  const memory = {
    get(name) { try { return sessionStorage.getItem(name) || ""; } catch { return ""; } },
    set(name, value) { try { sessionStorage.setItem(name, value); } catch { /* no storage */ } },
  };
  const initials = () => all(".decide input[name=by]");
  const known = memory.get("citecheck-by");
  if (known) for (const input of initials()) input.value = known;

  const formOf = (card) => card && card.querySelector(".decide form");
  const isDecided = (card) => card.classList.contains("decided");

  function open(card, kind) {
    const form = formOf(card);
    if (!form) return;
    form.closest("details").open = true;
    const input = kind && [...form.elements.kind].find((one) => one.value === kind);
    if (input && !input.closest("[hidden]")) {
      input.checked = true;
      chosen(form);
      form.elements.why.focus();
    } else {
      (form.querySelector("input[type=radio]:checked") || form.elements.kind[0]).focus();
    }
    form.scrollIntoView({ block: "nearest", behavior: "instant" }); // all of it, above the line of progress
  }

  // Says beside the field whether a reason is needed.
  function chosen(form) {
    const input = form.querySelector("input[type=radio]:checked");
    const free = input && "free" in input.dataset;
    const need = form.elements.why.closest("label").querySelector(".need");
    need.textContent = !input ? "(required, but to withdraw)" : free ? "(not needed)" : "(required)";
  }

  function decide(kind) {
    if (!current()) step(1);
    open(current(), kind);
  }

  function nextUndecided() {
    const shown = cards().filter(isShown);
    const at = shown.indexOf(current());
    const after = at < 0 ? whereItWas() : at + 1;
    const order = [...shown.slice(after), ...shown.slice(0, after)];
    const next = order.find((card) => !isDecided(card));
    if (next) go(next);
    else tell("All claims that are shown are decided.");
  }

  // A card that a filter has just hidden still has a place among the others.
  let gone = null;
  function whereItWas() {
    const every = cards();
    const place = every.indexOf(gone);
    return place < 0 ? 0 : every.slice(0, place).filter(isShown).length;
  }

  function tell(words) { recorded.textContent = words; }

  function complain(form, problem, field) {
    const line = form.querySelector(".wrong");
    line.textContent = problem;
    for (const input of form.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    if (!problem) return;
    const target = field === "by" ? form.elements.by : field === "kind" ? form.elements.kind[0] : form.elements.why;
    if (target.type !== "radio") target.setAttribute("aria-invalid", "true");
    target.setAttribute("aria-describedby", line.id);
    target.focus();
  }

  async function send(path, fields) {
    const answer = await fetch(base + path, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
    return [answer.ok, await answer.json()];
  }

  async function record(form) {
    const card = form.closest(".card");
    const fields = Object.fromEntries(new FormData(form));
    let done, answer;
    try {
      [done, answer] = await send("decide", { kind: "", ...fields });
    } catch {
      return complain(form, "not recorded: the review is no longer served; your text stays here", "why");
    }
    if (!done) return complain(form, answer.problem, answer.field);
    complain(form, "");
    const by = fields.by.trim();
    memory.set("citecheck-by", by);
    for (const input of initials()) if (input.form === form || !input.form.elements.why.value) input.value = by;
    form.elements.why.value = "";
    for (const input of form.elements.kind) input.checked = false;
    chosen(form);
    form.closest("details").open = false;
    last = { claim: card.id, by };
    undoButton.hidden = false;
    gone = card;
    const words = form.querySelector(`input[value="${fields.kind}"]`).parentElement.firstChild.nextSibling.textContent.trim();
    take(answer);
    tell(`Recorded: ${words}.`);
    nextUndecided();
  }

  async function undo() {
    if (!last) return tell("There is nothing to undo.");
    const { claim, by } = last;
    let done, answer;
    try {
      [done, answer] = await send("undo", { claim, by, kind: "", why: "" });
    } catch {
      return tell("Not undone: the review is no longer served.");
    }
    if (!done) return tell(`Not undone: ${answer.problem}.`);
    last = null;
    undoButton.hidden = true;
    take(answer);
    tell("Undone.");
    const card = document.getElementById(claim);
    if (isShown(card)) go(card);
  }

  // Takes over what the server says of every claim, without touching what is being typed.
  function take(state) {
    version = state.version;
    for (const [anchor, claim] of Object.entries(state.claims || {})) {
      const card = document.getElementById(anchor);
      if (!card) continue;
      card.classList.toggle("decided", claim.decided);
      card.classList.toggle("needs", claim.needs);
      const list = card.querySelector(".recorded");
      if (list.innerHTML.trim() !== claim.html.trim()) list.innerHTML = claim.html;
      card.querySelector(".stamps").replaceChildren(...claim.stamps.flatMap((word) => {
        const stamp = document.createElement("span");
        stamp.className = "stamp";
        stamp.textContent = word;
        return [" ", stamp];
      }));
      card.querySelector(".withdraw").hidden = !list.children.length;
      for (const run of all(`a.claim[href="#${anchor}"]`)) {
        run.classList.toggle("decided", claim.decided);
        run.querySelector(".done").textContent = claim.decided ? ", decided" : "";
      }
    }
    count();
    filtered();
  }

  function count() {
    const decided = cards().filter(isDecided).length;
    one("#decided").textContent = `${decided} of ${cards().length} decided`;
  }

  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${base}state?version=${encodeURIComponent(version)}`, { headers: { Accept: "application/json" } });
      const state = await answer.json();
      if (!answer.ok || !state.claims) return;
      const before = cards().filter(isDecided).length;
      take(state);
      const more = cards().filter(isDecided).length - before;
      if (more) tell("Another reviewer has decided meanwhile.");
    } catch { /* the next look may succeed */ }
  }

  for (const form of all(".decide form")) {
    form.querySelector(".hint").hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); record(form); });
    form.addEventListener("change", () => chosen(form));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        record(form);
      } else if (event.key === "Enter" && event.target.type === "radio") {
        event.preventDefault();
        form.elements.why.focus();
      } else if (event.key === "Escape") {
        go(form.closest(".card"));
      }
    });
  }
  for (const [key, kind] of kinds) keys[key] = () => decide(kind);
  Object.assign(keys, { d: () => decide(null), n: nextUndecided, z: undo });
  undoButton.addEventListener("click", undo);
  nextButton.addEventListener("click", nextUndecided);
  nextButton.hidden = false;
  addEventListener("focus", look);
  setInterval(look, EVERY);
  count();
})();
