"use strict";
(() => {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const folded = (text) => text.toLocaleLowerCase().replaceAll("ё", "е");

  // Light or dark: as the system says, until somebody chooses. A page opened from disk may have no storage.
  const root = document.documentElement;
  const remembered = (() => { try { return localStorage.getItem("repotool-theme"); } catch { return null; } })();
  if (remembered === "light" || remembered === "dark") root.dataset.theme = remembered;
  one("#theme").addEventListener("click", () => {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try { localStorage.setItem("repotool-theme", root.dataset.theme); } catch { /* it holds for this page */ }
  });

  // Findings of one repository.
  const filters = one("#filters");
  if (filters) {
    const findings = all(".finding");
    const texts = findings.map((finding) => folded(`${finding.textContent} ${finding.closest(".group").querySelector("h3").textContent}`));
    const chosen = (name) => new Set(all(`input[name=${name}]:checked`, filters).map((box) => box.value));
    const apply = () => {
      const levels = chosen("level"), families = chosen("family");
      const words = folded(one("#search").value).split(/\s+/).filter(Boolean);
      const onlyFixable = one("#fixable").checked;
      let shown = 0;
      findings.forEach((finding, at) => {
        const data = finding.dataset;
        const fits = levels.has(data.level) && families.has(data.family) && (!onlyFixable || data.fixable === "yes")
          && words.every((word) => texts[at].includes(word));
        finding.hidden = !fits;
        shown += fits;
      });
      all(".group").forEach((group) => { group.hidden = !group.querySelector(".finding:not([hidden])"); });
      const told = one("#shown");
      told.textContent = told.dataset.told.replace("{shown}", shown).replace("{all}", findings.length);
      one("#nothing").hidden = shown > 0;
    };
    const fromAddress = () => {
      const asked = /^#family=(\w+)$/.exec(location.hash);
      if (!asked) return;
      all("input[name=family]", filters).forEach((box) => { box.checked = box.value === asked[1]; });
      apply();
      one("#findings").scrollIntoView();
    };
    filters.addEventListener("input", apply);
    filters.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", fromAddress);
    apply();
    fromAddress();
  }

  // The target of a link inside the page is opened before it is shown.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView({ block: "nearest" }); }
  };
  addEventListener("hashchange", unfold);
  unfold();

  // Lessons through the years: who is looked at is lit with all that flows into and out of it.
  const finder = one("#finder");
  if (finder) {
    const marks = all("[data-lineage]");
    const light = (chosen) => {
      const kin = new Set(chosen);
      marks.filter((mark) => mark.matches(".branch")).forEach((mark) => {
        const ends = mark.dataset.lineage.split(" ");
        if (ends.some((end) => chosen.has(end))) ends.forEach((end) => kin.add(end));
      });
      marks.forEach((mark) => {
        const ids = mark.dataset.lineage.split(" ");
        mark.classList.toggle("lit", ids.length > 1 ? ids.some((id) => chosen.has(id)) : kin.has(ids[0]));
      });
      all(".flow").forEach((flow) => flow.classList.toggle("dim", chosen.size > 0));
    };
    let found = new Set();
    all(".node").forEach((node) => {
      const follow = () => light(new Set([node.dataset.lineage]));
      ["mouseenter", "focus"].forEach((event) => node.addEventListener(event, follow));
      ["mouseleave", "blur"].forEach((event) => node.addEventListener(event, () => light(found)));
    });
    finder.addEventListener("submit", (event) => event.preventDefault());
    finder.addEventListener("input", () => {
      const words = folded(one("#lesson").value).split(/\s+/).filter(Boolean);
      const fits = (title) => words.every((word) => folded(title).includes(word));
      found = new Set(words.length ? all(".node").filter((node) => fits(node.dataset.title)).map((node) => node.dataset.lineage) : []);
      all(".story").forEach((story) => { story.hidden = words.length > 0 && !found.has(story.id.slice("story-".length)); });
      const told = one("#found");
      told.textContent = words.length ? told.dataset.told.replace("{number}", found.size) : "";
      light(found);
    });
  }

  // Calendars of the chosen years.
  const years = one("#years");
  if (years) {
    const apply = () => all("input[name=course]", years).forEach((box) => { document.getElementById(box.value).hidden = !box.checked; });
    years.addEventListener("input", apply);
    apply();
  }
})();
