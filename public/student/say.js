import { followLanguage } from './language.js';
import { sessionBegan } from './listen.js';
import { addLines, applyRegions, clearRemark, show } from './regions.js';

const GIVE_UP_MS = 20_000;
const ANSWERS = ['send-failed', 'send-fault', 'send-too-long', 'stored-late'];

/** Sends forms without leaving the page. What was written stays in the box until the server has it. */
export function watchForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('form[data-say]')) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  const box = document.getElementById('box');
  box?.addEventListener('input', () => grow(box));
  box?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    // On a phone the same key begins a new line, as everybody expects there.
    if (!event.ctrlKey && !event.metaKey && !matchMedia('(pointer: fine)').matches) return;
    event.preventDefault();
    box.form?.requestSubmit();
  });
  if (box !== null) grow(box);
}

async function send(form, button) {
  const box = form.querySelector('textarea');
  if (form.dataset.busy === 'yes') return;
  if (box !== null && box.value.trim() === '') {
    box.focus();
    return;
  }
  const words = new FormData(form);
  if (button?.name) words.set(button.name, button.value);
  setBusy(form, true);
  const answer = await post(words);
  setBusy(form, false);
  for (const id of ANSWERS) show(id, id === answer.shown);
  if (!answer.kept) {
    box?.focus();
    return;
  }
  renewNonce(form);
  if (box !== null) {
    box.value = '';
    grow(box);
    box.focus();
  }
  clearRemark();
  const language =
    answer.html === null ? undefined : answer.inFault ? addLines(answer.html) : applyRegions(answer.html);
  const talk = document.getElementById('talk');
  talk?.scrollTo({ top: 0 });
  // Where the window is low the page scrolls as a whole.
  scrollTo({ top: document.body.scrollHeight });
  // The button that was tapped is gone: the keyboard goes on from the talk and not from the top of the page.
  if (document.activeElement === document.body) talk?.focus({ preventScroll: true });
  sessionBegan();
  followLanguage(language);
}

async function post(words) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), GIVE_UP_MS);
  try {
    const answer = await fetch('/chat/say', {
      method: 'POST',
      body: words,
      headers: { 'x-xinqiao': 'script' },
      signal: abort.signal,
    });
    if (answer.status === 202) return { kept: true, html: null, shown: 'stored-late' };
    if (answer.status === 413) return { kept: false, html: null, shown: 'send-too-long' };
    const inFault = answer.headers.has('x-xinqiao-fault');
    if (!answer.ok) return { kept: false, html: null, shown: inFault ? 'send-fault' : 'send-failed' };
    return { kept: true, html: await answer.text(), shown: null, inFault };
  } catch {
    return { kept: false, html: null, shown: 'send-failed' };
  } finally {
    clearTimeout(timer);
  }
}

function setBusy(form, busy) {
  form.dataset.busy = busy ? 'yes' : '';
  form.setAttribute('aria-busy', String(busy));
  show('sending', busy);
  const box = form.querySelector('textarea');
  if (box !== null) box.readOnly = busy;
}

/** The next words are another message; a second try of the same ones is not. */
function renewNonce(form) {
  const field = form.querySelector('input[name="nonce"]');
  if (field === null) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  field.value = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}
