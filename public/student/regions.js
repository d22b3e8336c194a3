const REGIONS = ['pin-setting', 'notices', 'lock', 'choices'];

/** What of a region would look different; its random nonces and what the reader has opened do not count. */
const lookOf = (element) =>
  element.innerHTML.replace(/ (?:open|value|data-busy|aria-busy)="[^"]*"/g, '') +
  [...element.querySelectorAll('button')].map((button) => button.value).join('\n');

/**
 * Takes over the changing parts as the server rendered them; what did not change keeps its focus. Answers in which
 * language they are.
 */
export function applyRegions(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  for (const id of REGIONS) {
    const old = document.getElementById(id);
    const next = fresh.getElementById(id);
    if (old !== null && next !== null && lookOf(old) !== lookOf(next)) old.replaceWith(next);
  }
  // A remark answers one act; what comes in later does not take it away.
  const remark = fresh.getElementById('remark');
  if (remark?.childElementCount > 0) document.getElementById('remark')?.replaceWith(remark);
  const lines = fresh.getElementById('lines');
  if (lines !== null) mergeLines(document.getElementById('lines'), lines);
  if (document.querySelector('.line, .lock') !== null) document.getElementById('welcome')?.remove();
  return fresh.getElementById('language')?.lang;
}

/** Only what is new is inserted, so that a screen reader hears only that. */
function mergeLines(shown, fresh) {
  const wanted = new Set([...fresh.children].map((line) => line.id));
  for (const line of [...shown.children]) if (!wanted.has(line.id)) line.remove();
  let place = shown.firstElementChild;
  for (const line of [...fresh.children]) {
    const known = document.getElementById(line.id);
    if (known === null) shown.insertBefore(line, place);
    else if (known === place) place = place.nextElementSibling;
    else shown.insertBefore(known, place);
    if (known !== null) known.className = line.className;
  }
}

/** The server cannot read what was said before: the new lines stand below what is shown. */
export function addLines(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const shown = document.getElementById('lines');
  for (const line of fresh.querySelectorAll('#lines > *'))
    if (document.getElementById(line.id) === null) shown?.append(line);
  document.getElementById('notices')?.replaceWith(fresh.getElementById('notices'));
  document.getElementById('welcome')?.remove();
  return fresh.getElementById('language')?.lang;
}

export function clearRemark() {
  document.getElementById('remark')?.replaceChildren();
}

/** Takes every word off the screen at once, what is being written too. */
export function blank() {
  document.getElementById('lines')?.replaceChildren();
  document.getElementById('choices')?.replaceChildren();
  clearRemark();
  const box = document.getElementById('box');
  if (box !== null) box.value = '';
}

export function show(id, visible) {
  const element = document.getElementById(id);
  if (element !== null) element.hidden = !visible;
}
