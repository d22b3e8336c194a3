import { show } from './regions.js';

/** The switch, without losing what is half written. */
export function watchLanguage() {
  restoreDraft();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('form[data-language]')) return;
    event.preventDefault();
    choose(form, event.submitter);
  });
}

async function choose(form, button) {
  const words = new FormData(form);
  if (button?.name) words.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: 'POST', body: words, redirect: 'manual' });
    if (answer.type === 'opaqueredirect') reloadWithDraft();
    else show('no-connection', true);
  } catch {
    show('no-network', true);
  }
}

/** Chosen on another page of this browser or by a word: the frame of this page speaks it too. */
export function followLanguage(language) {
  if (language !== undefined && language !== document.documentElement.lang) reloadWithDraft();
}

/** The words come along in this page's own history entry, and are taken out of it at once. */
function reloadWithDraft() {
  history.replaceState({ draft: document.getElementById('box')?.value ?? '' }, '');
  location.reload();
}

function restoreDraft() {
  const draft = history.state?.draft;
  if (typeof draft !== 'string') return;
  history.replaceState(null, '');
  const box = document.getElementById('box');
  if (box !== null && box.value === '') box.value = draft;
}
