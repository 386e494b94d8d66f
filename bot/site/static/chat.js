// Makes the page feel live: sends without a reload, shows that an answer is coming, keeps the newest in view.
// Everything works without it: each form goes to the server, which gives the whole page.
"use strict";
(() => {
  const id = (name) => document.getElementById(name);
  const talk = id("talk"), write = id("write"), text = id("text"), notice = id("notice"), typing = id("typing");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  // The gap above what is shown, in pixels: the scroll padding and margin of the style sheet.
  const ABOVE = 34;
  let busy = false, waits = false;

  function say(words) {
    notice.textContent = words || "";
    notice.hidden = !words;
  }

  function bubble(words) {
    const one = document.createElement("div");
    one.className = "mine";
    one.setAttribute("aria-hidden", "true");
    one.append(Object.assign(document.createElement("p"), { textContent: words }));
    return one;
  }

  // Answers of an earlier question stay at hand, folded, if they can still correct it; others have had their time.
  function fold() {
    for (const answers of talk.querySelectorAll(".theirs > .answers")) {
      for (const button of [...answers.children]) if (!button.value.startsWith("/inform")) button.remove();
      if (!answers.children.length) { answers.remove(); continue; }
      const earlier = document.createElement("details");
      earlier.className = "earlier";
      earlier.append(Object.assign(document.createElement("summary"), { textContent: "Answer this differently" }));
      answers.replaceWith(earlier);
      earlier.append(answers);
    }
  }

  function show(element) {
    element.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  }

  function wait(shown) {
    busy = !!shown;
    typing.hidden = !shown;
    talk.setAttribute("aria-busy", String(busy));
    if (shown) { typing.before(shown); typing.scrollIntoView({ block: "nearest" }); }
  }

  async function send(form, pressed) {
    const body = new URLSearchParams(new FormData(form));
    if (pressed?.name) body.set(pressed.name, pressed.value);
    const typed = form === write ? text.value : "";
    const mine = bubble(typed || pressed.textContent);
    say("");
    wait(mine);
    if (typed) { text.value = ""; grow(); }
    let answer = {};
    try {
      const reply = await fetch("/say", { method: "POST", body, headers: { Accept: "application/json" } });
      answer = await reply.json();
    } catch {
      answer = { notice: notice.dataset.offline };
    }
    mine.remove();
    wait(null);
    if (answer.html === undefined) {
      if (typed) { text.value = typed; grow(); }
      // The server gives a page of the talk as it is now, with the reason and the text: on this one nothing is taken.
      if (answer.why === "too_old") return write.submit();
      say(answer.notice);
      text.focus();
      waits = false;
      return;
    }
    const news = receive(answer.html);
    focusAfter(form === write || !!text.value, news);
    if (waits) { waits = false; write.requestSubmit(); }
  }

  // Gives what now stands at the top: what was said, or the answer to it where that is a long story.
  function receive(html) {
    const welcome = id("welcome"), label = write.querySelector("label");
    welcome?.replaceWith(Object.assign(document.createElement("h1"), { className: "unseen", textContent: welcome.dataset.then }));
    label.textContent = label.dataset.then;
    text.placeholder = text.dataset.then;
    id("leave").hidden = false;
    fold();
    const before = talk.lastElementChild;
    talk.insertAdjacentHTML("beforeend", html);
    offerCopies();
    announce(before);
    const mine = before ? before.nextElementSibling : talk.firstElementChild;
    const first = mine.offsetHeight > innerHeight / 3 && mine.nextElementSibling || mine;
    show(first);
    return first;
  }

  // Read out once by a screen reader: what is new, without the answers to press. Folding older ones is no news.
  function announce(before) {
    const news = [...talk.children].slice([...talk.children].indexOf(before) + 1).filter((one) => one.className === "theirs");
    id("news").replaceChildren(...news.map((one) => {
      const copy = one.cloneNode(true);
      for (const part of copy.querySelectorAll(".answers, .unseen, .take, details, progress")) part.remove();
      return Object.assign(document.createElement("p"), { textContent: copy.textContent.replace(/\s+/g, " ").trim() });
    }));
  }

  // Whoever writes goes on writing. Whoever pressed a button that is gone stands at the newest answers, or, where
  // those are out of sight, at the message above them: nobody shall press what they do not see.
  function focusAfter(typed, top) {
    const answer = talk.querySelector(".theirs:last-child > .answers button");
    const message = top.className === "theirs" ? top : top.nextElementSibling;
    const next = !answer || fits(top, answer) ? answer : Object.assign(message, { tabIndex: -1 });
    (typed ? text : next || id("latest")).focus({ preventScroll: true });
  }

  // Worked out, for the page may still be on its way to where `top` stands at the top.
  function fits(top, element) {
    const covered = getComputedStyle(write).position === "sticky" ? write.offsetHeight : 0;
    return ABOVE + element.getBoundingClientRect().bottom - top.getBoundingClientRect().top <= innerHeight - covered;
  }

  function offerCopies() {
    for (const button of talk.querySelectorAll("button.copy")) button.hidden = false;
  }

  // Where the browser does not let a page copy, the text is there to be copied by hand.
  async function copy(button) {
    const from = button.parentElement.querySelector("textarea");
    try {
      await navigator.clipboard.writeText(from.value);
      button.textContent = id("news").textContent = button.dataset.done;
    } catch {
      from.closest("details").open = true;
      from.select();
    }
  }

  function grow() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ((form.id !== "write" && form.id !== "press") || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    // Who writes faster than answers come is heard next; a button pressed twice is pressed once.
    if (busy) waits = waits || form === write;
    else if (form.id === "press" || text.value.trim()) send(form, event.submitter);
  });
  talk.addEventListener("click", (event) => event.target.matches("button.copy") && copy(event.target));
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    write.requestSubmit();
  });
  offerCopies();
  if (talk.children.length) id("latest").scrollIntoView({ block: "end" });
})();
