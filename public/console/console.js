import { announce, flashTitle, pressSound, showSound, wakeAudio } from './calls.js';
import { tick } from './durations.js';
import { isAsleep, shareStreams } from './streams.js';

/**
 * What the staff console does where scripts run: durations go on, a call makes itself heard, a lost connection and
 * a failed step are told. Every form works without it.
 */
const root = document.documentElement;
/** A stream that comes back this soon was hardly away. */
const LOST_MS = 2500;

/* What went wrong. */
let toastTimer = 0;
function toast(text) {
  const element = document.querySelector('[data-toast]');
  if (element === null) return;
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    element.hidden = true;
  }, 8000);
}

const isPost = (event) => event.detail.requestConfig?.verb === 'post';
const refresh = () => document.body.dispatchEvent(new CustomEvent('refresh'));

function keepInStep() {
  const { body } = document;
  let lostTimer = 0;
  body.addEventListener('htmx:sseError', () => {
    lostTimer ||= setTimeout(() => root.classList.toggle('lost', !isAsleep()), LOST_MS);
  });
  body.addEventListener('htmx:sseOpen', () => {
    if (lostTimer === 0) return;
    clearTimeout(lostTimer);
    lostTimer = 0;
    root.classList.remove('lost');
    refresh();
  });
  // The stream tells its end by closing: the session is over, and so is what this page may show.
  body.addEventListener('htmx:sseClose', (event) => {
    if (event.detail.type === 'message') location.replace('/console/sign-in');
  });
  body.addEventListener('htmx:sendError', (event) => {
    if (isPost(event)) toast('没有发出去：连不上服务器。你写的内容还在，请再按一次发送。');
  });
  body.addEventListener('htmx:responseError', (event) => {
    if (isPost(event)) toast('没有发出去：服务器出了问题。你写的内容还在，请再按一次发送。');
  });
  body.addEventListener('htmx:afterSettle', () => {
    tick();
    announce();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refresh();
  });
  // A page out of the browser's memory shows what was true then.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

/* The talk stays at its newest line and the answer box, unless somebody reads further up. */
function followTalk() {
  const talk = document.querySelector('.case-talk');
  if (talk === null) return;
  const boxHeight = () => document.querySelector('#case-actions')?.offsetHeight ?? 0;
  const below = () => talk.getBoundingClientRect().bottom + boxHeight() + 24 - innerHeight;
  const atEnd = () => below() < 160;
  const toEnd = () => scrollBy(0, Math.max(0, below()));
  let follow = true;
  if (document.querySelector('[data-answer]') !== null) toEnd();
  talk.addEventListener('htmx:beforeSwap', () => {
    follow = atEnd();
  });
  talk.addEventListener('htmx:afterSettle', () => {
    if (follow) toEnd();
  });
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.('[data-answer]');
  if (form !== null && form !== undefined) form.requestSubmit();
});

/* What stands in the answer box was not sent; whatever leaves the page would take it along. */
function unsent() {
  const box = document.querySelector('[data-answer] textarea');
  return box !== null && box.value.trim() !== '' && box.value !== box.defaultValue;
}
const leave = () => confirm('回答框里的话还没有发给同学，离开这一页就没有了。仍要离开吗？');

document.addEventListener('submit', (event) => {
  if (event.target.hasAttribute('hx-post') || !unsent() || leave()) return;
  event.preventDefault();
});

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]:not([target], [download], [href^="#"])');
  if (link !== null && unsent() && !leave()) event.preventDefault();
});

document.addEventListener('click', (event) => {
  pressSound(event.target.closest('[data-sound]'));
});

root.classList.add('has-script');
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
shareStreams();
keepInStep();
showSound();
wakeAudio();
tick();
announce();
followTalk();
setInterval(tick, 1000);
setInterval(flashTitle, 1000);
setInterval(announce, 5000);
