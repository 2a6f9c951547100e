// SPDX-License-Identifier: Apache-2.0

extension HTMLReport {
  /// Finding by words, opening all, and opening the item a link leads to; the page works without it.
  ///
  /// It holds no `<` and no `&`, so that the page stays well-formed XML.
  static let script: StaticString = """
    (function () {
      var entries = Array.prototype.slice.call(document.querySelectorAll('.entry'));
      var find = document.getElementById('find');
      var shown = document.getElementById('shown');
      var nothing = document.getElementById('nothing');
      var button = document.getElementById('open-all');
      document.documentElement.className = 'scripted';
      function reveal() {
        var target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
        if (target) { if (target.tagName === 'DETAILS') { target.open = true; target.scrollIntoView(); } }
      }
      function visible(entry) { return getComputedStyle(entry).display !== 'none'; }
      function count() {
        var left = entries.filter(visible).length;
        shown.textContent = left === entries.length ? '' : left + ' of ' + entries.length + ' shown';
        nothing.hidden = left > 0;
      }
      function filter() {
        var words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
        entries.forEach(function (entry) {
          if (!entry.words) { entry.words = entry.textContent.toLowerCase(); }
          entry.hidden = !words.every(function (word) { return entry.words.includes(word); });
        });
        count();
      }
      if (find) {
        find.addEventListener('input', filter);
        document.querySelectorAll('.check input').forEach(function (box) { box.addEventListener('change', count); });
        button.addEventListener('click', function () {
          var open = button.textContent === 'Open all';
          entries.filter(visible).forEach(function (entry) { entry.firstElementChild.open = open; });
          button.textContent = open ? 'Close all' : 'Open all';
        });
      }
      addEventListener('hashchange', reveal);
      reveal();
    })();
    """
}
