// probe.js - what the test `html` asks a page from inside.  It is appended
// to a copy of the page whose policy lets scripts run, and writes what it
// finds into <pre id="probe">: a line "BAD ..." for each fault, and counts.
// ASK is set before it: {dark, narrow, page}.
(() => {
  const lines = [];
  const bad = (...words) => lines.push('BAD ' + words.join(' '));
  const must = (holds, ...words) => holds || bad(...words);
  const all = (query) => [...document.querySelectorAll(query)];
  const brief = (e) => `<${e.tagName} class="${e.getAttribute('class') ?? ''}">` +
    ` "${e.textContent.trim().slice(0, 40)}"`;
  const count = {};
  const own = document.currentScript;

  // Only what the templates write: of what a lead writes nothing is markup.
  const tags = new Set(('html head meta title style body a div header h1 h2 ' +
    'h3 h4 dl dt dd time code nav ol ul li main section table caption thead ' +
    'tbody tr th td svg rect line path circle span p bdi details summary ' +
    'mark q br footer').split(' '));
  const attributes = new Set(('lang charset content name http-equiv class id ' +
    'href datetime aria-label aria-labelledby aria-hidden role scope ' +
    'data-label dir open viewBox preserveAspectRatio width height x x1 x2 y1 ' +
    'y y2 cx cy r rx d opacity').split(' '));
  for (const e of all('*')) {
    if (e === own || e === own.previousElementSibling) continue;
    must(tags.has(e.localName), 'element', brief(e));
    for (const a of e.attributes)
      must(attributes.has(a.name), 'attribute', a.name, 'of', brief(e));
  }
  must(!document.title.includes('owned') && !window.owned, 'a lead ran code');
  for (const a of all('[href]')) {
    const to = a.getAttribute('href');
    must(to.startsWith('#') && document.getElementById(to.slice(1)),
      'link', to, 'of', brief(a));
  }
  must(performance.getEntriesByType('resource').length === 0, 'loads something');

  // Structure for a reader that does not see.
  must(document.documentElement.lang === 'en', 'no language');
  must(document.title.trim(), 'no title');
  for (const one of ['h1', 'main', 'header.page', 'a.skip-link[href="#main"]'])
    must(all(one).length === 1, all(one).length, 'of', one);
  must(document.querySelector('a') === document.querySelector('.skip-link'),
    'the first link is not the one that skips');
  const ids = all('[id]').map((e) => e.id);
  must(new Set(ids).size === ids.length, 'an id stands twice');
  let level = 0;
  for (const h of all('h1, h2, h3, h4')) {
    must(Number(h.localName[1]) <= level + 1, 'heading skips a level', brief(h));
    must(h.textContent.trim(), 'empty heading');
    level = Number(h.localName[1]);
  }
  for (const s of all('section, nav, [aria-labelledby]')) {
    const by = s.getAttribute('aria-labelledby');
    must(s.getAttribute('aria-label') || (by && document.getElementById(by)),
      'no name', brief(s));
  }
  for (const svg of all('svg'))
    must(svg.getAttribute('aria-hidden') === 'true' ||
      (svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label')),
      'picture without words in', brief(svg.parentElement));
  for (const t of all('table')) {
    must(t.caption?.textContent.trim(), 'no caption', brief(t));
    for (const th of t.querySelectorAll('th')) {
      must(th.textContent.trim(), 'empty header in', brief(t));
      must(th.scope === (th.closest('thead') ? 'col' : 'row'), 'scope of', brief(th));
    }
    const heads = t.tHead ? [...t.tHead.rows[0].cells] : [];
    for (const row of heads.length ? t.tBodies[0].rows : []) {
      must(row.cells.length === heads.length, 'cells of', brief(row));
      must(row.cells[0].scope === 'row', 'row without a header', brief(row));
      [...row.cells].forEach((cell, i) =>
        must((cell.dataset.label ?? heads[i].textContent) === heads[i].textContent,
          'label of', brief(cell)));
    }
    // Narrow pages make blocks of tables; the roles keep them tables.
    must(!heads.length || t.getAttribute('role') === 'table', 'no role', brief(t));
  }
  for (const m of all('mark')) {
    const proof = document.getElementById(m.querySelector('a').hash.slice(1));
    const said = m.firstChild.data.trim();
    must(!proof || m.className === 'unknown' || proof.textContent.includes(said),
      'the proof of', brief(m), 'has other words');
  }

  // What is seen: colours, focus, width.
  for (const d of all('details')) d.open = true;
  must(matchMedia('(prefers-color-scheme: dark)').matches === ASK.dark, 'wrong scheme');
  must(document.scrollingElement.scrollWidth <= innerWidth,
    'wider than the window:', document.scrollingElement.scrollWidth, innerWidth);
  if (ASK.narrow) { // no window is narrower than 500; its page may be
    must(innerWidth <= 500, 'not narrow', innerWidth);
    document.documentElement.style.width = '400px';
    must(document.body.scrollWidth <= 400, 'wider than 400:',
      document.body.scrollWidth);
  }
  const rgba = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const over = (top, under) => {
    const a = top[3] ?? 1;
    return [0, 1, 2].map((i) => top[i] * a + under[i] * (1 - a));
  };
  const behind = (e) => {
    const layers = [];
    for (; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
    return layers.reduceRight((under, top) => over(top, under), [255, 255, 255]);
  };
  const light = (c) => {
    const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92
      : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  let least = 21;
  const look = (e, colour, ground, wanted) => {
    const got = contrast(over(rgba(colour), ground), ground);
    least = Math.min(least, got * 4.5 / wanted);
    count.contrasts = (count.contrasts ?? 0) + 1;
    must(got >= wanted, 'contrast', got.toFixed(2), 'of', brief(e));
  };
  for (const e of all('body *')) {
    const style = getComputedStyle(e);
    if ([...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) &&
        e.getClientRects().length && e !== own) {
      look(e, style.color, behind(e), 4.5);
      must(Number(style.opacity) === 1, 'faded text', brief(e));
    }
  }
  for (const r of all('svg.bar rect'))
    if (!r.hasAttribute('opacity') && r.getBoundingClientRect().width)
      look(r.closest('td, svg'), getComputedStyle(r).fill, behind(r.closest('svg')), 3);
  for (const m of all('mark.explicit, mark.inferred'))
    look(m, getComputedStyle(m).borderBottomColor, behind(m), 3);
  // Read from the rules: whether a window without a screen has the focus is
  // a race.
  const rules = [...document.styleSheets[0].cssRules].filter((r) => r.selectorText);
  const rings = rules.filter((r) => r.selectorText.includes(':focus-visible') &&
    /^[2-9]px solid/.test(r.style.outline));
  must(!rules.some((r) => /none|^0/.test(r.style.outline)), 'hides the focus');
  for (const e of all('a[href], summary')) {
    must(rings.some((r) => e.matches(r.selectorText.replaceAll(':focus-visible', ''))),
      'focus cannot be seen', brief(e));
    must(e.tabIndex === 0, 'out of the order of keys', brief(e));
  }

  for (const q of ['mark.explicit', 'mark.inferred', '.chip.refused', 'svg.bar',
    '.trail svg.rail', 'tr[id^="proof-"]', 'nav.toc a', 'details.lead'])
    lines.push(`${all(q).length} ${q}`);
  lines.push(`${count.contrasts} contrasts`, `${least.toFixed(2)} least`);
  const pre = document.createElement('pre');
  pre.id = 'probe';
  pre.textContent = '\n' + lines.join('\n') + '\n';
  document.body.append('\n', pre);
})();
