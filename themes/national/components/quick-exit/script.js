// Leaves a high-harm page so that the back button does not return to it. Without script the link still works.
(function () {
  "use strict";
  var link = document.getElementById("dpc-exit");
  function leave() {
    document.documentElement.hidden = true;
    location.replace(link.href);
  }
  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  });
  // A browser may keep the hidden page and show it again; nothing of it is shown then.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      leave();
    }
  });
})();
