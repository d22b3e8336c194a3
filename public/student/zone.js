// Whoever reads a calendar by another clock than the centre's is offered both times.

export function offerZone() {
  const form = document.querySelector('form[data-zone]');
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (form === null || !here || here === form.dataset.zone) return;
  const button = form.querySelector('button');
  button.value = `zone.${here}`;
  button.querySelector('span').textContent = here;
  form.hidden = false;
}
