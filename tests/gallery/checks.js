// What can be measured on a page as it stands; returns one line for each fault. Called with the language of the page.
(language) => {
  const faults = [];
  const root = document.documentElement;
  const shown = (el) => el.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? el.offsetParent !== null;
  const name = (el) => `${el.tagName.toLowerCase()}${el.id ? "#" + el.id : ""}${el.className?.split ? "." + el.className.split(" ").filter(Boolean).join(".") : ""} “${(el.innerText || el.value || "").trim().slice(0, 24)}”`;
  const box = (el) => el.getBoundingClientRect();
  const hidden = (el) => el.closest(".sr, .skip, dialog:not([open]), [hidden]");

  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((el) => shown(el) && box(el).right > root.clientWidth + 1 && !el.closest(".rail"));
    faults.push(`wider than the screen by ${root.scrollWidth - root.clientWidth} px: ${wide.slice(-1).map(name)}`);
  }
  for (const el of document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")) {
    if (!shown(el) || hidden(el)) continue;
    const at = box(el);
    const words = el.matches("a") && getComputedStyle(el).display === "inline" && el.parentElement.innerText.trim() !== el.innerText.trim();
    const boxed = el.matches("[type=radio], [type=checkbox]") && el.closest("label");
    if (at.width && !words && !boxed && (at.height < 23.5 || at.width < 23.5)) faults.push(`small target ${Math.round(at.width)}×${Math.round(at.height)}: ${name(el)}`);
  }
  for (const el of document.querySelectorAll("h1, h2, h3, h4, th, legend, label, summary, dt")) {
    if (shown(el) && !el.textContent.trim() && !el.querySelector("img, input")) faults.push(`empty ${name(el)}`);
  }
  for (const el of document.querySelectorAll("main *")) {
    if (!shown(el) || hidden(el) || el.closest("svg")) continue;
    const style = getComputedStyle(el);
    const cut = !el.matches("input, select") && (style.overflowX === "hidden" || style.overflowX === "clip") && el.scrollWidth > el.clientWidth + 2 && el.clientWidth > 8;
    if (cut) faults.push(`cut off: ${name(el)}`);
    if (el.matches("td, th") && box(el).width < 40 && el.innerText.length > 4) faults.push(`squeezed cell ${Math.round(box(el).width)} px: ${name(el)}`);
    const narrow = el.children.length === 0 && el.innerText?.trim().length > 3 && box(el).width < parseFloat(style.fontSize) * 2.2 && box(el).height > parseFloat(style.fontSize) * 5;
    if (narrow) faults.push(`one letter a line: ${name(el)}`);
  }
  const suns = [...document.querySelectorAll("main .sun")].filter((el) => el.matches("button, .btn") && shown(el) && !el.closest("details:not([open])"));
  if (suns.length > 1) faults.push(`${suns.length} primary buttons: ${suns.map((el) => el.innerText.trim()).join(", ")}`);
  if (language === "en") {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent.trim();
      const el = walk.currentNode.parentElement;
      if (/[\u4e00-\u9fff]/.test(text) && shown(el) && !hidden(el) && !el.closest("script, style, [lang^=zh], .telling, .filed")) faults.push(`Chinese: ${text.slice(0, 60)}`);
    }
  }
  return [...new Set(faults)];
}
