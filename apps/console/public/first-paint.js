// Runs before the first paint, so that the page does not flash in the other colour scheme.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage may be blocked; the system decides then.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();

// Nothing can be shown without the script of the page and its words: after an update of the service its files may be gone.
(function () {
  function fail() {
    var root = document.getElementById('root');
    if (!root || root.firstChild) return;
    var text = document.createElement('p');
    text.setAttribute('role', 'alert');
    text.textContent = 'This page can not be shown. The service may have been updated, or can not be reached.';
    var reload = document.createElement('button');
    reload.textContent = 'Reload the page';
    reload.onclick = function () {
      window.location.reload();
    };
    var box = document.createElement('div');
    box.style.padding = '2rem';
    box.append(text, reload);
    root.append(box);
  }
  window.addEventListener('unhandledrejection', fail);
  // Of elements it does not bubble.
  window.addEventListener('error', (event) => event.target instanceof window.HTMLScriptElement && fail(), true);
})();
