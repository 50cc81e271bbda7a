// Hides forces that do not fit what somebody types. Without script every force is there, by area.
(function () {
  "use strict";
  var box = document.querySelector(".dpc-chooser__filter");
  if (!box || !("PluralRules" in Intl)) {
    return;
  }
  var field = box.querySelector("input");
  var count = box.querySelector("[role=status]");
  var areas = Array.prototype.slice.call(document.querySelectorAll(".dpc-chooser details"));
  var rules = new Intl.PluralRules(document.documentElement.lang);
  var asOpened = areas.map(function (area) { return area.open; });
  var waiting;

  // "ystrad" finds "Ystrâd": accents and capitals do not count.
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();
  }

  function show(wanted) {
    var shown = 0;
    areas.forEach(function (area, number) {
      var whole = plain(area.querySelector("summary").textContent).indexOf(wanted) >= 0;
      var here = 0;
      area.querySelectorAll("li").forEach(function (row) {
        row.hidden = !whole && plain(row.textContent).indexOf(wanted) < 0;
        here += row.hidden ? 0 : 1;
      });
      area.hidden = here === 0;
      area.open = wanted ? here > 0 : asOpened[number];
      shown += here;
    });
    return shown;
  }

  function say(shown) {
    var form = box.getAttribute("data-" + rules.select(shown)) || box.getAttribute("data-other");
    count.textContent = form.replace("{count}", shown);
  }

  field.addEventListener("input", function () {
    var wanted = plain(field.value);
    var shown = show(wanted);
    clearTimeout(waiting);
    // A screen reader says the count once the typing pauses, not after each letter.
    waiting = setTimeout(function () { if (wanted) { say(shown); } else { count.textContent = ""; } }, 400);
  });
  box.hidden = false;
})();
