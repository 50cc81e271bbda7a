// Leaves a high-harm page at once, by a click, Escape, or Shift three times. Without script the link still works.
(function () {
  "use strict";
  var link = document.getElementById("dpc-exit");
  if (!link) {
    return;
  }
  var root = document.documentElement;
  var status = document.querySelector(".dpc-exit__status");
  var left = false;
  var presses = 0;
  var alone = false;
  var forgetting;

  function leave() {
    left = true;
    root.classList.add("dpc-left");
    // The other site takes this page's place in the list of pages that Back leads through.
    location.replace(link.href);
  }

  function count(number) {
    presses = number;
    status.textContent = link.getAttribute("data-pressed-" + number) || "";
    clearTimeout(forgetting);
    if (number) {
      forgetting = setTimeout(function () { count(0); }, 5000);
    }
  }

  // Following a link of ours, this page gives up its place too, so that Back from the next one does not show it. A link
  // to a place of this page, such as the skip link, would take a second place if it were left to the browser.
  function move(event) {
    var to = event.target.closest && event.target.closest("a[href]");
    if (!to || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    if (to.origin === location.origin) {
      event.preventDefault();
      location.replace(to.href);
    }
  }

  ["click", "auxclick"].forEach(function (kind) {
    link.addEventListener(kind, function (event) {
      event.preventDefault();
      leave();
    });
  });
  document.addEventListener("click", move);
  document.addEventListener("keydown", function (event) {
    alone = event.key === "Shift" && !event.repeat;
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    } else if (event.key !== "Shift") {
      count(0);
    }
  });
  // A press counts when Shift goes up with no other key between, so that capital letters do not leave the page.
  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !alone) {
      return;
    }
    alone = false;
    if (presses === 2) {
      leave();
    } else {
      count(presses + 1);
    }
  });
  // A browser may keep the page that was left and show it again; it stays covered, and leaves once more.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && left) {
      leave();
    }
  });
})();
