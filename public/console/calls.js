import { isAsleep } from './streams.js';

/** Calls: the title always tells, the sound only where somebody switched it on. */
const HEARD = 'xinqiao-heard';
const SOUND = 'xinqiao-sound';
const REMIND_MS = 20_000;

const title = document.title;
let audio = null;
let remindedAt = 0;

const read = (storage, key) => {
  try {
    return storage.getItem(key) ?? '';
  } catch {
    return '';
  }
};
const write = (storage, key, value) => {
  try {
    storage.setItem(key, value);
  } catch {
    /* A browser that keeps nothing only forgets the switch. */
  }
};

const callsNow = () =>
  (document.querySelector('[data-calls]')?.dataset.calls ?? '').split(' ').filter((call) => call !== '');

const soundOn = () => read(localStorage, SOUND) === 'on';

function beep() {
  if (audio === null || audio.state !== 'running') return;
  for (const [index, frequency] of [880, 660, 880].entries()) {
    const from = audio.currentTime + index * 0.22;
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, from);
    gain.gain.exponentialRampToValueAtTime(0.35, from + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, from + 0.2);
    tone.connect(gain).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.21);
  }
}

export async function wakeAudio() {
  if (!soundOn()) return;
  audio ??= new AudioContext();
  if (audio.state !== 'running') await audio.resume().catch(() => undefined);
  showSound();
}

export function showSound() {
  const button = document.querySelector('[data-sound]');
  if (button === null) return;
  button.hidden = false;
  button.setAttribute('aria-pressed', String(soundOn()));
  const silent = soundOn() && audio?.state !== 'running';
  button.textContent = soundOn() ? `提示音：开${silent ? '（点一下页面）' : ''}` : '提示音：关';
}

export function announce() {
  if (isAsleep()) return;
  const calls = callsNow();
  const heard = new Set(read(sessionStorage, HEARD).split(' '));
  const isNew = calls.some((call) => !heard.has(call));
  const now = performance.now();
  if (calls.length > 0 && (isNew || now - remindedAt > REMIND_MS)) {
    remindedAt = now;
    beep();
  }
  write(sessionStorage, HEARD, calls.join(' '));
  if (calls.length === 0) document.title = title;
}

let flash = false;
export function flashTitle() {
  const length = isAsleep() ? 0 : callsNow().length;
  if (length === 0) {
    document.title = title;
    return;
  }
  flash = !flash;
  document.title = flash ? `【接手】${length} 个求助在等` : title;
}

/** One press on the switch, or anywhere: browsers give sound only after a touch. */
export async function pressSound(button) {
  if (button !== null) write(localStorage, SOUND, soundOn() ? 'off' : 'on');
  showSound();
  await wakeAudio();
  if (button !== null && soundOn()) beep();
}
