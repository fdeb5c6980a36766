// The brand's assistant for any page: one script, no cookie, nothing stored.
// <script src="…/bot.js" data-bot="…/bot/brand/" data-style="…/bot.css" data-language="fr" defer></script>
(() => {
  "use strict";
  const script = document.currentScript;
  const address = script.dataset.bot;
  const english = (script.dataset.language || document.documentElement.lang || "fr").startsWith("en");
  const say = (fr, en) => (english ? en : fr);
  const words = {
    open: say("Poser une question", "Ask a question"),
    close: say("Fermer", "Close"),
    title: say("Assistant automatique (IA)", "Automated assistant (AI)"),
    label: say("Votre message", "Your message"),
    send: say("Envoyer", "Send"),
    person: say("Parler à un conseiller", "Talk to a person"),
    you: say("Vous", "You"),
    bot: say("Assistant (IA)", "Assistant (AI)"),
    agent: say("Conseiller", "Agent"),
    writing: say("L'assistant lit votre message…", "The assistant is reading your message…"),
    waiting: say("Un conseiller vous répondra ici.", "A person will answer you here."),
    lost: say("La connexion a échoué. Réessayez.", "The connection failed. Try again."),
    email: say("Votre adresse e-mail", "Your e-mail address"),
    code: say("Le code reçu", "The code you received"),
    checked: say("Identité vérifiée.", "Identity checked."),
    wrong: say("Ce code n'est pas valable.", "This code is not valid."),
  };
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, content] of Object.entries(attributes)) element.setAttribute(key, content);
    if (text) element.textContent = text;
    return element;
  };

  if (script.dataset.style) document.head.append(make("link", { rel: "stylesheet", href: script.dataset.style }));
  const root = make("div", { class: "eb" });
  const opener = make("button", { type: "button", "aria-expanded": "false", "aria-controls": "eb-panel" }, words.open);
  const panel = make("section", { class: "eb-panel", id: "eb-panel", "aria-labelledby": "eb-title", hidden: "" });
  const head = make("div", { class: "eb-head" });
  const closer = make("button", { type: "button", class: "eb-plain" }, words.close);
  head.append(make("h2", { id: "eb-title" }, words.title), closer);
  const log = make("div", { class: "eb-log", role: "log", "aria-live": "polite", "aria-label": words.title, tabindex: "0" });
  const state = make("p", { class: "eb-state", role: "status" });
  const form = make("form");
  const label = make("label", {}, words.label);
  const field = make("textarea", { rows: "2", maxlength: "2000", required: "" });
  label.append(field);
  form.append(label, make("button", { type: "submit" }, words.send));
  const person = make("button", { type: "button", class: "eb-plain" }, words.person);
  panel.append(head, log, state, form, person);
  root.append(opener, panel);
  document.body.append(root);

  let visit = {};
  let timer = 0;
  const show = (who, text) => {
    const line = make("p", who === "you" ? { class: "eb-me" } : {});
    line.append(make("b", {}, words[who] || words.bot), document.createTextNode(text));
    log.append(line);
    log.scrollTop = log.scrollHeight;
  };
  const ask = async (path, body) => {
    const response = await fetch(address + path, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ language: english ? "en" : "fr", session: visit.session, token: visit.token, ...body }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.text || words.lost);
    return answer;
  };
  const wait = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => exchange({}), Math.max(1, seconds) * 1000 + 200);
  };
  const exchange = async (body) => {
    try {
      const answer = await ask("", body);
      visit = answer;
      for (const line of answer.lines) show(line.from, line.text);
      const reading = answer.kind === "wait" && !answer.handed_over;
      state.textContent = answer.handed_over ? words.waiting : reading ? words.writing : "";
      if (answer.kind === "verify_identity") identify("email");
      if (answer.handed_over || reading) wait(answer.wait_s);
    } catch (failure) {
      state.textContent = failure.message || words.lost;
    }
  };
  const identify = (step) => {
    const line = make("div");
    const asked = make("form");
    const named = make("label", {}, words[step]);
    const given = make("input", step === "email" ? { type: "email", autocomplete: "email", required: "" } : { inputmode: "numeric", autocomplete: "one-time-code", required: "" });
    named.append(given);
    asked.append(named, make("button", { type: "submit" }, words.send));
    asked.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await ask("identity/", { [step]: given.value });
        if (step === "email") {
          line.remove();
          identify("code");
        } else if (answer.verified) {
          line.remove();
          state.textContent = words.checked;
          exchange({ text: words.person, finished: true });
        } else {
          state.textContent = words.wrong;
        }
      } catch (failure) {
        state.textContent = failure.message || words.lost;
      }
    });
    line.append(asked);
    log.append(line);
    given.focus();
  };
  const toggle = (open) => {
    panel.hidden = !open;
    opener.hidden = open;
    opener.setAttribute("aria-expanded", String(open));
    (open ? field : opener).focus();
    if (open && !visit.session) exchange({});
    if (!open) clearTimeout(timer);
    else if (visit.handed_over) wait(visit.wait_s);
  };
  opener.addEventListener("click", () => toggle(true));
  closer.addEventListener("click", () => toggle(false));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") toggle(false);
  });
  person.addEventListener("click", () => {
    show("you", words.person);
    exchange({ text: words.person, finished: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    show("you", text);
    exchange({ text });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
})();
