/** Durations go on by themselves. The server's clock counts: a page only measures how long it has been open. */
function sayDuration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (number) => String(number).padStart(2, '0');
  if (minutes < 1) return `${seconds} 秒`;
  if (hours < 1) return `${minutes} 分 ${two(seconds % 60)} 秒`;
  if (hours < 24) return `${hours} 小时 ${two(minutes % 60)} 分`;
  return `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
}

const arrivals = new WeakMap();

export function tick() {
  for (const element of document.querySelectorAll('[data-since]')) {
    if (!arrivals.has(element)) arrivals.set(element, performance.now());
    const passed = performance.now() - arrivals.get(element);
    const text = sayDuration(Number(element.dataset.now) + passed - Number(element.dataset.since));
    if (element.textContent !== text) element.textContent = text;
  }
}
