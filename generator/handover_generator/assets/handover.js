// Filters and sorts the catalogue, keeps the state in the address, and opens all details for paper.
// Without this script the page is complete: one table with every row.
(function () {
  "use strict";

  var FACETS = [["list", "Day one"], ["risk", "Risk"], ["owner", "Owner"], ["place", "Safe in"], ["effect", "Effect"],
    ["trigger", "Started by"], ["language", "Language"], ["gap", "Gap"]];
  var JOIN = "\u00a6";

  function element(name, text) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    return made;
  }

  function values(row, facet) {
    return (row.getAttribute("data-" + facet) || "").split(JOIN).filter(Boolean);
  }

  function labelled(text, control) {
    var label = element("label", text);
    label.appendChild(control);
    return label;
  }

  function start(root) {
    var box = root.querySelector("[data-ho-filter]");
    var table = root.querySelector("table.ho-all");
    if (!box || !table || box.childNodes.length) { return; }
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var controls = {};
    var sort = { column: -1, down: false };

    controls.q = element("input");
    controls.q.type = "search";
    controls.q.setAttribute("autocomplete", "off");
    box.appendChild(labelled("Text", controls.q));
    FACETS.forEach(function (facet) {
      var counts = {};
      rows.forEach(function (row) { values(row, facet[0]).forEach(function (v) { counts[v] = (counts[v] || 0) + 1; }); });
      var select = element("select");
      var all = element("option", "all");
      all.value = "";
      select.appendChild(all);
      Object.keys(counts).sort().forEach(function (v) {
        var option = element("option", v + " (" + counts[v] + ")");
        option.value = v;
        select.appendChild(option);
      });
      controls[facet[0]] = select;
      var label = labelled(facet[1], select);
      label.hidden = Object.keys(counts).length < 2;
      box.appendChild(label);
    });
    var reset = element("button", "Show all");
    reset.type = "button";
    box.appendChild(reset);
    var told = element("p");
    told.setAttribute("role", "status");
    box.appendChild(told);

    function read() {
      var state = new URLSearchParams(location.hash.slice(1));
      Object.keys(controls).forEach(function (key) { controls[key].value = state.get(key) || ""; if (controls[key].value === undefined) { controls[key].value = ""; } });
      var by = (state.get("sort") || "").match(/^(-?)(\d+)$/);
      sort = by ? { column: Number(by[2]), down: by[1] === "-" } : { column: -1, down: false };
    }

    function write() {
      var state = new URLSearchParams();
      Object.keys(controls).forEach(function (key) { if (controls[key].value) { state.set(key, controls[key].value); } });
      if (sort.column >= 0) { state.set("sort", (sort.down ? "-" : "") + sort.column); }
      var text = state.toString();
      // A hash, not a query: it also works in a page opened from a folder.
      history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
    }

    function key(row) {
      var cell = row.cells[sort.column];
      return cell ? cell.getAttribute("data-sort") || cell.textContent.trim().toLowerCase() : "";
    }

    function show() {
      var words = controls.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        var fits = words.every(function (w) { return text.indexOf(w) >= 0; }) && FACETS.every(function (facet) {
          var wanted = controls[facet[0]].value;
          return !wanted || values(row, facet[0]).indexOf(wanted) >= 0;
        });
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      var order = rows.slice();
      if (sort.column >= 0) {
        order.sort(function (a, b) { return key(a).localeCompare(key(b), "en", { numeric: true }) * (sort.down ? -1 : 1); });
      }
      order.forEach(function (row) { body.appendChild(row); });
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell, number) {
        if (number === sort.column) { cell.setAttribute("aria-sort", sort.down ? "descending" : "ascending"); } else { cell.removeAttribute("aria-sort"); }
      });
      told.textContent = shown + " of " + rows.length + " scripts shown";
    }

    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell, number) {
      var button = element("button", cell.textContent);
      button.type = "button";
      button.title = "Sort by " + cell.textContent;
      cell.textContent = "";
      cell.appendChild(button);
      button.addEventListener("click", function () {
        sort = { column: number, down: sort.column === number && !sort.down };
        write();
        show();
      });
    });
    Object.keys(controls).forEach(function (name) { controls[name].addEventListener("input", function () { write(); show(); }); });
    reset.addEventListener("click", function () {
      Object.keys(controls).forEach(function (name) { controls[name].value = ""; });
      sort = { column: -1, down: false };
      write();
      show();
    });
    window.addEventListener("hashchange", function () { read(); show(); });
    read();
    show();
  }

  // What scrolls sideways can be scrolled by keyboard. How broad it is changes with the window.
  function reachable() {
    Array.prototype.forEach.call(document.querySelectorAll(".ho, .ho-wide"), function (box) {
      if (box.scrollWidth > box.clientWidth + 1) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); }
    });
  }

  function begin() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-ho-catalogue]"), start);
    var search = document.querySelector(".md-search[role=dialog]:not([aria-label])");
    if (search) { search.setAttribute("aria-label", "Search"); }     // the theme gives it no name
    reachable();
    window.addEventListener("resize", reachable);
  }

  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll(".ho details"), function (d) { if (!d.open) { d.open = true; d.setAttribute("data-ho-closed", ""); } });
  });
  window.addEventListener("afterprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("[data-ho-closed]"), function (d) { d.open = false; d.removeAttribute("data-ho-closed"); });
  });
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", begin); } else { begin(); }
})();
