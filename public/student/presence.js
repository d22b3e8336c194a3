import { refresh } from './listen.js';
import { blank } from './regions.js';

const TICK_MS = 15_000;
// The server hides after ten minutes; by then it has been told of the last sign of life, at most one tick late.
const IDLE_MS = 10 * 60_000 + TICK_MS + 5_000;
const TWICE_MS = 1_000;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchmove'];

let activeAt = Date.now();
let toldAt = activeAt;
let blankedFor = 0;

/** Quick leaving, and hiding what is on the screen after ten idle minutes. */
export function watchPresence() {
  for (const sign of SIGNS) addEventListener(sign, noteActivity, { capture: true, passive: true });
  setInterval(tick, TICK_MS);
  document.addEventListener('visibilitychange', tick);
  watchLeaving();
  // A page that the browser kept as it was may show what is hidden by now.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    blank();
    location.reload();
  });
}

function noteActivity() {
  // Whoever comes back after a long time sees nothing of what was there before.
  hideIfIdle();
  activeAt = Date.now();
}

function tick() {
  hideIfIdle();
  const talk = document.getElementById('talk');
  if (activeAt <= toldAt || talk?.dataset.session !== 'open') return;
  toldAt = Date.now();
  fetch('/chat/here', { method: 'POST', headers: { 'x-xinqiao': 'script' } }).catch(() => undefined);
}

function hideIfIdle() {
  if (Date.now() - activeAt < IDLE_MS || blankedFor === activeAt) return;
  blankedFor = activeAt;
  blank();
  refresh();
}

function watchLeaving() {
  let escapedAt = 0;
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('form[data-leave-form]')) return;
    event.preventDefault();
    leave();
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || event.repeat) return;
    const now = Date.now();
    if (now - escapedAt < TWICE_MS) leave();
    escapedAt = now;
  });
}

/** The screen first, then the server, then away; the history keeps no page to come back to. */
function leave() {
  document.documentElement.classList.add('gone');
  blank();
  const told = navigator.sendBeacon?.('/chat/leave?quiet=1') ?? false;
  if (!told) fetch('/chat/leave?quiet=1', { method: 'POST', keepalive: true }).catch(() => undefined);
  location.replace(document.body.dataset.leave);
}
