// Runs in the page: buttons, fields and calls outside running text that are smaller than a fingertip (WCAG 2.5.5).
(() => {
  const smallest = 44;
  const targets = document.querySelectorAll('button, textarea, input:not([type=hidden]), summary, nav a');
  return [...targets]
    .filter((target) => target.checkVisibility())
    .filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      return width < smallest || height < smallest;
    })
    .map((target) => target.outerHTML.slice(0, 120));
})();
