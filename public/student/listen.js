import { followLanguage } from './language.js';
import { applyRegions, show } from './regions.js';

const SLOW_MS = 3_000;
const AGAIN_MS = 5_000;

let source = null;
let slow = null;
let fetching = false;
let wanted = false;

/** Fetches what changed; calls while one is under way become one more. */
export async function refresh() {
  wanted = true;
  if (fetching) return;
  fetching = true;
  try {
    while (wanted) {
      wanted = false;
      const answer = await fetch('/chat/parts', { headers: { 'x-xinqiao': 'script' } });
      if (answer.ok) followLanguage(applyRegions(await answer.text()));
    }
  } catch {
    // The event stream notices a lost connection and says so.
  } finally {
    fetching = false;
  }
}

/** Hears that something changed, as soon as this browser has said a first word. */
export function listen() {
  const talk = document.getElementById('talk');
  if (source !== null || talk === null || talk.dataset.session !== 'open') return;
  source = new EventSource('/chat/events');
  source.addEventListener('open', () => {
    tellConnection(true);
    refresh();
  });
  source.addEventListener('changed', refresh);
  source.addEventListener('ended', (event) => {
    stop();
    // Superseded by a newer tab: this one asks again when it is looked at.
    if (event.data === 'session') show('session-ended', true);
  });
  source.addEventListener('error', () => {
    tellConnection(false);
    if (source !== null && source.readyState === EventSource.CLOSED) {
      stop();
      setTimeout(listen, AGAIN_MS);
    }
  });
}

export function sessionBegan() {
  const talk = document.getElementById('talk');
  if (talk !== null) talk.dataset.session = 'open';
  listen();
}

function stop() {
  source?.close();
  source = null;
}

function tellConnection(open) {
  clearTimeout(slow);
  slow = null;
  if (open) {
    show('no-connection', false);
    show('no-network', false);
    return;
  }
  slow = setTimeout(() => {
    show('no-network', !navigator.onLine);
    show('no-connection', navigator.onLine);
  }, SLOW_MS);
}

addEventListener('online', () => {
  show('no-network', false);
  listen();
  refresh();
});
addEventListener('offline', () => show('no-network', true));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  listen();
  if (source !== null) refresh();
});
