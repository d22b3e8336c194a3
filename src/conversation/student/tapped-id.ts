const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TAPPED = new RegExp(`^([a-z]+\\.[a-z]+)\\.(${UUID})(?:\\.([0-9]{1,4}))?$`);

/** What the button of a row names: a verb, the row, and perhaps a number; null for anything else that was sent. */
export function readTap<Verb extends string>(
  tapped: string,
  verbs: readonly Verb[],
): { readonly verb: Verb; readonly id: string; readonly number: number | null } | null {
  const [, word, id = '', number] = TAPPED.exec(tapped) ?? [];
  const verb = verbs.find((one) => one === word);
  if (verb === undefined) return null;
  return { verb, id, number: number === undefined ? null : Number(number) };
}
