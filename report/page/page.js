/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page cannot do by itself: show one regime at a time, sort a table, copy it. Nothing is fetched or stored. */
(function () {
  "use strict";
  var said = document.getElementById("said");
  var timer = 0;

  function say(text) {
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(function () { said.textContent = ""; }, 4000);
  }

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  /* The regime switch */

  function show(regime) {
    all(".panel").forEach(function (panel) { panel.hidden = panel.dataset.regime !== regime; });
  }

  var box = document.querySelector(".switch");
  var choices = all(".switch input");
  if (choices.length > 1) {
    box.hidden = false;
    choices.forEach(function (choice) {
      choice.addEventListener("change", function () {
        show(choice.value);
        say("Regime " + choice.value + " is shown");
      });
      if (choice.checked) show(choice.value);
    });
  }

  /* Sorting: numbers by their exact value, texts as people order them; rows without a value stay last */

  function key(row, column) {
    var cell = row.cells[column];
    if (!cell.classList.contains("n")) return cell.textContent;
    return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
  }

  function sort(table, head, column) {
    var up = head.getAttribute("aria-sort") !== "ascending";
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    rows = rows.map(function (row, at) { return { row: row, at: at, key: key(row, column) }; });
    rows.sort(function (a, b) {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.at - b.at;
      var order = typeof a.key === "number" ? a.key - b.key : a.key.localeCompare(b.key, "en-GB");
      return (up ? order : -order) || a.at - b.at;
    });
    rows.forEach(function (entry) { body.appendChild(entry.row); });
    all("thead th", table).forEach(function (other) { other.setAttribute("aria-sort", "none"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    say("Sorted by " + head.textContent + (up ? ", ascending" : ", descending"));
  }

  /* Copying: tab-separated, numbers exact; a text that a spreadsheet would run as a formula is marked as text */

  function cellText(cell) {
    if (cell.dataset.v !== undefined) return cell.dataset.v;
    var text = cell.textContent.replace(/\s+/g, " ").trim();
    return /^[=+\-@]/.test(text) ? "'" + text : text;
  }

  function tabSeparated(table) {
    return Array.prototype.map.call(table.rows, function (row) {
      return Array.prototype.map.call(row.cells, cellText).join("\t");
    }).join("\n") + "\n";
  }

  /* Where the clipboard cannot be written, the text is shown and selected. */
  function offer(text, after) {
    var area = document.createElement("textarea");
    area.className = "copied";
    area.setAttribute("aria-label", "The table, tab-separated");
    area.value = text;
    after.parentNode.insertBefore(area, after.nextSibling);
    area.focus();
    area.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    if (!done) return say("Press Ctrl+C to copy the selected text");
    area.remove();
    after.focus();
    say("Copied");
  }

  function copy(table, button) {
    var text = tabSeparated(table);
    if (!navigator.clipboard || !navigator.clipboard.writeText) return offer(text, button);
    navigator.clipboard.writeText(text).then(function () { say("Copied"); }, function () { offer(text, button); });
  }

  all("table").forEach(function (table) {
    all("thead th", table).forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", function () { sort(table, head, column); });
    });
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy table";
    button.setAttribute("aria-label", "Copy table: " + table.caption.textContent);
    button.addEventListener("click", function () { copy(table, button); });
    table.parentNode.parentNode.appendChild(button);
  });

  /* On a telephone only the first table begins open */
  if (window.matchMedia("(max-width: 40rem)").matches) {
    all("details[open]").slice(1).forEach(function (fold) { fold.open = false; });
  }

  /* On paper, tables of moderate length are open */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("details:not([open])").filter(function (fold) { return all("tbody tr", fold).length <= 60; });
    opened.forEach(function (fold) { fold.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (fold) { fold.open = false; }); });
}());
