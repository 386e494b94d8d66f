// Keys for whoever has a hand on the phone: what carries data-key is pressed by it, a field is entered.
"use strict";
(() => {
  const copy = document.getElementById("copy"), note = document.getElementById("note");

  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input, textarea:not([readonly])");
    if (writes && event.key === "Escape") writes.blur();
    if (writes || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const one = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
    if (!one || one.hidden) return;
    event.preventDefault();
    if (one.tagName === "INPUT") one.focus();
    else one.click();
    if (one.tagName === "SUMMARY") {
      one.focus();
      one.parentElement.scrollIntoView({ block: "nearest" });
    }
  });

  // What others do shows up by itself, every few seconds; what is typed, and where the cursor stands, is left alone.
  // Each part says where it is found: what was pressed leaves an address that only forms are sent to.
  const seen = new Map();
  const look = async () => {
    const parts = [...document.querySelectorAll("[data-live]")];
    if (!parts.length) return;
    for (const part of parts) if (!seen.has(part.id)) seen.set(part.id, part.innerHTML);
    try {
      const reply = await fetch(parts[0].dataset.live, { headers: { "Sparekey-Looks": "1" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const part of parts) {
        const now = page.getElementById(part.id);
        if (!now || now.innerHTML === seen.get(part.id) || part.contains(document.activeElement)) continue;
        seen.set(part.id, now.innerHTML);
        part.replaceChildren(...now.childNodes);
        part.toggleAttribute("data-live", now.hasAttribute("data-live"));
        document.title = page.title;
      }
    } catch {
      // The next look may fare better.
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 3000);

  // A code is spelt here and sent nowhere.
  const spell = document.getElementById("spell");
  if (spell) {
    const names = {};
    for (const one of document.querySelectorAll("[data-sign]")) names[one.dataset.sign] = one.querySelector("i").textContent;
    spell.hidden = false;
    spell.querySelector("input").addEventListener("input", (event) => {
      const letters = [...event.target.value].map((sign) => {
        const capital = sign !== sign.toLowerCase() ? "capital " : "";
        const letter = document.createElement("span"), shown = document.createElement("b");
        shown.textContent = sign;
        letter.append(shown, ` ${capital}${names[sign.toUpperCase()] || sign}`);
        return [letter, " "];
      });
      spell.querySelector("[aria-live]").replaceChildren(...letters.flat());
    });
  }

  if (copy) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(note.value);
      } catch {
        note.select();
        document.execCommand("copy");
      }
      document.getElementById("copied").textContent = "Copied.";
    });
  }
})();
