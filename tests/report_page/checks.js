/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run inside a page by pages.py: what is wrong with it, as a list of sentences. */
(function () {
  "use strict";
  var wrong = [];

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function check(good, text) {
    if (!good) wrong.push(text);
  }

  function name(element) {
    return (element.getAttribute("aria-label") || element.textContent || "").trim();
  }

  function structure() {
    var ids = all("[id]").map(function (e) { return e.id; });
    check(new Set(ids).size === ids.length, "an id stands twice");
    check(all("h1").length === 1 && all("main").length === 1, "not one h1 and one main");
    var before = 1;
    all("h1, h2, h3, h4").forEach(function (heading) {
      var level = Number(heading.tagName[1]);
      check(level <= before + 1, "heading skips a level: " + name(heading));
      check(name(heading) !== "", "an empty heading");
      before = level;
    });
    check(document.documentElement.lang === "en-GB", "no language");
    check(document.title !== "", "no title");
    all("a[href^='#']").forEach(function (a) {
      check(document.getElementById(a.getAttribute("href").slice(1)), "a link leads nowhere: " + name(a));
    });
    all("section").forEach(function (s) {
      check(document.getElementById(s.getAttribute("aria-labelledby")), "a section without a name");
    });
    all("button, summary").forEach(function (e) { check(name(e) !== "", "a control without a name"); });
    all("input").forEach(function (e) { check(e.closest("label") && name(e.closest("label")), "an input without a label"); });
    all("svg").forEach(function (e) {
      var hidden = e.closest("[aria-hidden=true]") || (e.parentNode.closest("[role=img]"));
      check(hidden || (e.getAttribute("role") === "img" && name(e)), "a drawing without words");
    });
    all("[role=img]").forEach(function (e) { check(e.getAttribute("aria-label"), "an image without words"); });
    all("figure").forEach(function (e) { check(e.querySelector("figcaption"), "a figure without a caption"); });
    all("table").forEach(function (t) {
      check(t.caption && name(t.caption), "a table without a caption");
      all("thead th", t).forEach(function (th) { check(th.scope === "col" && th.hasAttribute("aria-sort"), "a header without scope"); });
      all("tbody tr", t).forEach(function (r) {
        check(r.cells.length === t.tHead.rows[0].cells.length, "a row of another length in " + t.id);
      });
    });
    all(".scroll").forEach(function (e) {
      check(e.tabIndex === 0 && e.getAttribute("role") === "region" && e.getAttribute("aria-label"),
        "what scrolls cannot be reached by keyboard");
    });
    check(all("figure").every(function (f) {
      return all("table", f.closest("section")).length > 0;
    }), "a chart without its table");
    check(all("[style], [onclick], [onload], [onerror], iframe, object, embed, img, link[rel=stylesheet]").length === 0,
      "something that the page does not need");
    all("[class^=q]").forEach(function (e) {
      var named = e.getAttribute("class");
      check(getComputedStyle(e).fill.indexOf("#" + named) > 0 && document.getElementById(named), "no pattern " + named);
    });
    check(all("script").length === 1 && all("style").length === 1, "not one script and one style");
    check(window.hit === undefined, "a name of the scenario ran as a script");
  }

  /* Relative luminance, WCAG 2. */
  function light(colour) {
    var canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = colour;
    var hex = canvas.fillStyle;
    var parts = [1, 3, 5].map(function (at) {
      var c = parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  }

  function contrast(a, b) {
    var x = light(a), y = light(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }

  function palette() {
    var style = getComputedStyle(document.documentElement);
    function value(key) { return style.getPropertyValue("--" + key).trim(); }
    ["ink", "soft", "link"].forEach(function (key) {
      ["paper", "band"].forEach(function (ground) {
        check(contrast(value(key), value(ground)) >= 4.5, "text " + key + " on " + ground + ": contrast " +
          contrast(value(key), value(ground)).toFixed(2));
      });
    });
    ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "bad", "good", "done", "lost", "mark", "focus"].forEach(function (key) {
      check(contrast(value(key), value("paper")) >= 3, key + " on paper: contrast " +
        contrast(value(key), value("paper")).toFixed(2));
    });
  }

  function visible(regime) {
    return all(".panel").every(function (p) { return (p.offsetParent !== null) === (p.dataset.regime === regime); });
  }

  function regimes() {
    var choices = all(".switch input");
    if (choices.length < 2) return;
    var first = choices.filter(function (c) { return c.checked; })[0];
    check(first && visible(first.value), "the first regime is not shown alone");
    choices.forEach(function (choice) {
      choice.click();
      check(choice.checked && visible(choice.value), "the switch does not show " + choice.value + " alone");
    });
    first.click();
  }

  function ordered(keys, up) {
    return keys.every(function (key, i) {
      if (i === 0 || key === null) return true;
      if (keys[i - 1] === null) return false;
      var order = typeof key === "number" ? keys[i - 1] - key : keys[i - 1].localeCompare(key, "en-GB");
      return up ? order <= 0 : order >= 0;
    });
  }

  function sorting(table) {
    var body = table.tBodies[0];
    var rows = body.innerHTML.split("</tr>").map(function (r) { return r.trim(); }).sort().join();
    all("thead th", table).forEach(function (head, column) {
      ["ascending", "descending"].forEach(function (direction) {
        head.querySelector("button").click();
        check(head.getAttribute("aria-sort") === direction, table.id + ": aria-sort is not " + direction);
        var keys = Array.prototype.map.call(body.rows, function (row) {
          var cell = row.cells[column];
          return !cell.classList.contains("n") ? cell.textContent
            : cell.dataset.v === undefined ? null : Number(cell.dataset.v);
        });
        check(ordered(keys, direction === "ascending"), table.id + ": column " + column + " is not " + direction);
      });
      check(all("[aria-sort=ascending], [aria-sort=descending]", table).length === 1, table.id + ": two sorted columns");
    });
    var after = body.innerHTML.split("</tr>").map(function (r) { return r.trim(); }).sort().join();
    check(rows === after, table.id + ": sorting loses rows");
  }

  function copied(table, text) {
    var lines = text.replace(/\n$/, "").split("\n");
    check(lines.length === table.rows.length, table.id + ": copied " + lines.length + " lines of " + table.rows.length);
    lines.forEach(function (line, i) {
      var cells = line.split("\t");
      check(cells.length === table.rows[i].cells.length, table.id + ": line " + i + " has " + cells.length + " cells");
      cells.forEach(function (cell, k) {
        var exact = table.rows[i].cells[k] && table.rows[i].cells[k].dataset.v;
        check(exact === undefined || cell === exact, table.id + ": copied " + cell + " for " + exact);
        check(exact !== undefined || !/^[=+\-@]/.test(cell), table.id + ": a formula is copied: " + cell);
      });
    });
  }

  function copying(table) {
    var got = null;
    var button = table.closest("details").querySelector(".copy");
    Object.defineProperty(navigator, "clipboard", {
      configurable: true, value: { writeText: function (text) { got = text; return Promise.resolve(); } }
    });
    button.click();
    check(got !== null, table.id + ": nothing was copied");
    if (got !== null) copied(table, got);
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: undefined });
    var kept = document.execCommand;
    document.execCommand = function () { return false; };
    button.click();
    document.execCommand = kept;
    var area = table.closest("details").querySelector("textarea");
    check(area && area.value === got && area === document.activeElement, table.id + ": no text to copy by hand");
    if (area) area.remove();
  }

  window.pageChecks = {
    all: function () {
      structure();
      palette();
      regimes();
      all(".panel").forEach(function (p) { p.hidden = false; });
      all("details").forEach(function (d) { d.open = true; });
      all("table").forEach(sorting);
      all("table").forEach(copying);
      return wrong;
    },
    /* What the keyboard has to reach, in order: of the regimes' choices the one that is chosen. */
    controls: function () {
      return all("a[href], button, summary, textarea, input, [tabindex]").filter(function (e) {
        return e.offsetParent !== null && e.checkVisibility() && (e.type !== "radio" || e.checked);
      }).map(function (e, at) { e.dataset.at = at; return at; });
    },
    focused: function () {
      var e = document.activeElement, style = getComputedStyle(e);
      return { at: Number(e.dataset.at), shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
    },
    still: function () {
      wrong = [];
      check(getComputedStyle(document.documentElement).scrollBehavior === "auto", "the page scrolls smoothly");
      check(document.getAnimations().length === 0, "something moves");
      all("*").forEach(function (e) {
        var style = getComputedStyle(e);
        check(style.transitionDuration === "0s" && style.animationName === "none", "something would move: " + e.className);
      });
      return wrong;
    },
    colours: function () { wrong = []; palette(); return wrong; },
    counts: function () {
      return { tables: all("table").length, panels: all(".panel").length, drawings: all("svg").length };
    }
  };
}());
