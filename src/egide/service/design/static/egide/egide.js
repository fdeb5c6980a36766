/* Égide's progressive enhancement. Every page works without it: links lead, forms post. It adds, by attributes:
   data-swap="id"   a link or form whose answer replaces the element with that id, without leaving the page
   data-poll="n"    an element that refreshes itself every n seconds for as long as it carries the attribute
   data-key="x"     an element that the key x activates (a field gets the focus)
   data-rows        a list whose links j and k walk through
   data-fill="id"   a link that fills that field (from the text of data-from) in place of leading away
   data-help        a button, hidden without script, that lists the keys
   data-theme-choice  a button whose theme applies at once */
"use strict";
(() => {
  const root = document.documentElement;
  const find = (id) => document.getElementById(id);
  const french = root.lang === "fr";
  const words = french
    ? { keys: "Raccourcis clavier", on: "Raccourcis actifs", close: "Fermer", next: "Suivante", previous: "Précédente", help: "Cette aide", done: "Contenu mis à jour", failed: "Le serveur ne répond pas. Rien n’a été perdu : réessayez." }
    : { keys: "Keyboard shortcuts", on: "Shortcuts on", close: "Close", next: "Next", previous: "Previous", help: "This help", done: "Content updated", failed: "The server does not answer. Nothing was lost: try again." };

  const say = (text) => {
    const live = find("live");
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 50);
  };

  const replace = (id, text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const element = fresh.getElementById(id);
    if (!element || !find(id)) return false;
    find(id).replaceWith(element);
    const notices = fresh.getElementById("notices");
    if (notices && notices.children.length) find("notices").replaceChildren(...notices.children);
    if (fresh.title) document.title = fresh.title;
    watch();
    return true;
  };

  /* Fetch a page and swap one of its elements in; any surprise falls back to ordinary navigation. */
  const swap = async (id, url, options) => {
    let answer;
    try {
      answer = await fetch(url, { credentials: "same-origin", ...options, headers: { "X-Egide-Swap": id } });
    } catch {
      say(words.failed);
      return null;
    }
    if (!answer.ok || !replace(id, await answer.text())) {
      location.assign(options ? location.href : url);
      return null;
    }
    return answer;
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.dataset.fill && find(link.dataset.fill)) {
      event.preventDefault();
      const field = find(link.dataset.fill);
      const source = find(link.dataset.from);
      if (source && !field.value.trim()) {
        const copy = source.cloneNode(true);
        copy.querySelectorAll(".cite").forEach((cite) => cite.remove());
        field.value = copy.textContent.split("\n").map((line) => line.replace(/ {2,}/g, " ").trim()).join("\n").trim();
      }
      field.focus();
      field.scrollIntoView({ block: "center" });
    } else if (link.dataset.swap) {
      event.preventDefault();
      const href = link.getAttribute("href");
      const answer = await swap(link.dataset.swap, href);
      if (answer) {
        history.pushState({ swap: link.dataset.swap }, "", answer.url);
        document.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus();
        say(words.done);
      }
    }
  });
  window.addEventListener("popstate", () => location.reload());

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (button && "themeChoice" in button.dataset) {
      event.preventDefault();
      if (button.value) root.dataset.theme = button.value; else delete root.dataset.theme;
      fetch(button.formAction, { method: "POST", body: new FormData(form, button), redirect: "manual" });
    } else if (form.dataset.swap) {
      event.preventDefault();
      const body = new FormData(form, button);
      const got = form.method === "get"
        ? await swap(form.dataset.swap, `${form.action.split("?")[0]}?${new URLSearchParams(body)}`)
        : await swap(form.dataset.swap, form.action, { method: "POST", body });
      if (got) say(words.done);
    } else if (form.method === "post") {
      /* A double click must not send twice; an answer that is a file leaves the page, and the button, in place. */
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      setTimeout(() => { delete form.dataset.sent; }, 3000);
    }
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

  /* Long work: refresh the element until the server drops data-poll; a hidden tab waits. */
  function watch() {
    document.querySelectorAll("[data-poll]:not([data-watched])").forEach((element) => {
      element.dataset.watched = "yes";
      setTimeout(async () => {
        if (!document.hidden && element.isConnected && await swap(element.id, location.href)) {
          if (!find(element.id)?.dataset.poll) say(words.done);
        } else if (element.isConnected) {
          delete element.dataset.watched;
          watch();
        }
      }, element.dataset.poll * 1000);
    });
  }
  watch();

  /* Single-letter shortcuts can be switched off in their help (WCAG 2.1.4). */
  const active = () => localStorage.getItem("egide-keys") !== "off";
  const label = (element) => (element.getAttribute("aria-label") || element.textContent).trim();

  const showHelp = () => {
    const dialog = document.createElement("dialog");
    const title = document.createElement("h2");
    title.id = "keys-title";
    title.textContent = words.keys;
    dialog.setAttribute("aria-labelledby", "keys-title");
    const list = document.createElement("dl");
    list.className = "facts";
    const rows = [...document.querySelectorAll("[data-key]")].map((element) => [element.dataset.key, label(element)]);
    if (document.querySelector("[data-rows]")) rows.push(["j", words.next], ["k", words.previous]);
    for (const [key, text] of [...rows, ["?", words.help]]) {
      const [term, meaning] = [document.createElement("dt"), document.createElement("dd")];
      term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      meaning.textContent = text;
      list.append(term, meaning);
    }
    const line = document.createElement("p");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", id: "keys-on", checked: active() });
    const text = Object.assign(document.createElement("label"), { htmlFor: "keys-on", textContent: ` ${words.on}` });
    box.addEventListener("change", () => localStorage.setItem("egide-keys", box.checked ? "on" : "off"));
    line.append(box, text);
    const close = Object.assign(document.createElement("button"), { textContent: words.close });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.className = "flow";
    dialog.append(title, list, line, close);
    document.body.append(dialog);
    dialog.showModal();
  };

  document.querySelectorAll("[data-help]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", showHelp);
  });

  const walk = (step) => {
    const links = [...document.querySelectorAll("[data-rows] a")];
    if (!links.length) return false;
    const at = links.indexOf(document.activeElement);
    links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === "?") { event.preventDefault(); showHelp(); return; }
    if (!active()) return;
    const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (element) {
      event.preventDefault();
      element.focus();
      if (!element.matches("input, textarea, select")) element.click();
    } else if ((event.key === "j" && walk(1)) || (event.key === "k" && walk(-1))) {
      event.preventDefault();
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
