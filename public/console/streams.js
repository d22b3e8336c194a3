/**
 * Over HTTP/1.1 a browser opens six connections to one host, and every open page holds one for its stream: with
 * many tabs the tap that takes a call would wait for ever. So of the tabs that nobody looks at only one keeps its
 * stream, and makes the noise; the others sleep until somebody looks at them.
 */
const LOCK = 'xinqiao-background-stream';
const GRACE_MS = 2000;

let source = null;
let asleep = false;
let endTurn = () => undefined;

/** Whether this page hears of no change at present. */
export const isAsleep = () => asleep;

function sleep() {
  asleep = true;
  source?.close();
}

function wake() {
  if (!asleep) return;
  asleep = false;
  // The extension opens a new stream once it is told that the old one has failed.
  source?.onerror?.(new Event('error'));
}

const isHidden = () => document.visibilityState === 'hidden';

function takeTurn() {
  const leaving = new AbortController();
  let granted = false;
  const shown = new Promise((resolve) => {
    endTurn = () => {
      leaving.abort();
      resolve();
    };
  });
  const keep = () => {
    granted = true;
    wake();
    return shown;
  };
  navigator.locks.request(LOCK, { signal: leaving.signal }, keep).catch(() => undefined);
  setTimeout(() => {
    if (!granted && !leaving.signal.aborted && isHidden()) sleep();
  }, GRACE_MS);
}

/** To be called before htmx opens its stream. Plain http on another host has no locks: there every tab listens. */
export function shareStreams() {
  if (navigator.locks === undefined || globalThis.htmx === undefined) return;
  htmx.createEventSource = (url) => {
    source = new EventSource(url);
    return source;
  };
  document.addEventListener('visibilitychange', () => {
    endTurn();
    if (isHidden()) takeTurn();
    else wake();
  });
}
