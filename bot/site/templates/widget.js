// Puts a button on the page that opens Sparekey in a frame. The frame is a page of its own: neither reads the other.
"use strict";
(() => {
  const words = {{ words | tojson }}, address = new URL("/framed", document.currentScript.src);
  const button = document.createElement("button"), box = document.createElement("div");
  const look = (element, rules) => Object.assign(element.style, rules);
  button.type = "button";
  button.textContent = words.open;
  button.setAttribute("aria-expanded", "false");
  look(button, { font: "600 16px/1.3 system-ui, sans-serif", padding: "12px 18px", border: "1px solid #fff", borderRadius: "24px", background: "#0d5c54", color: "#fff", cursor: "pointer" });
  look(box, { position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000", display: "flex", flexDirection: "column", alignItems: "flex-end", gap: "8px" });
  let frame = null;
  button.addEventListener("click", () => {
    if (!frame) {
      frame = Object.assign(document.createElement("iframe"), { src: address.href, title: words.title });
      look(frame, { width: "min(420px, calc(100vw - 32px))", height: "min(680px, calc(100vh - 96px))", border: "1px solid #7d868d", borderRadius: "12px", background: "#fbfaf7" });
      // As its page comes, from another site, the browser lets go of the focus.
      frame.addEventListener("load", () => document.activeElement === frame && frame.contentWindow.focus());
      frame.hidden = true;
      box.prepend(frame);
    }
    frame.hidden = !frame.hidden;
    button.textContent = frame.hidden ? words.open : words.close;
    button.setAttribute("aria-expanded", String(!frame.hidden));
    // The frame stands before the button: by keyboard it would be behind whoever opened it.
    if (!frame.hidden) frame.focus();
  });
  box.append(button);
  document.body.append(box);
})();
