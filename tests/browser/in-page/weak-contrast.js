// Runs in the page: texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 1.4.3, AA).
(() => {
  const weakest = 4.5;
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [red, green, blue] = channels(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    if (element === null) return 'rgb(255, 255, 255)';
    const colour = getComputedStyle(element).backgroundColor;
    return (channels(colour)[3] ?? 1) > 0 ? colour : ground(element.parentElement);
  };
  const own = (element) =>
    [...element.childNodes]
      .map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : ''))
      .join('')
      .trim();
  return [...document.body.querySelectorAll('*')]
    .filter((element) => own(element) !== '' && element.checkVisibility())
    .map((element) => {
      const both = [light(getComputedStyle(element).color), light(ground(element))];
      return {
        words: own(element).slice(0, 40),
        ratio: (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05),
      };
    })
    .filter(({ ratio }) => ratio < weakest)
    .map(({ words, ratio }) => `${words}: ${ratio.toFixed(2)}`);
})();
