import type { ConsoleContext } from './route.ts';

/** Fields of a form as text with line ends as LF (browsers send CR LF); files and unknown shapes count as absent. */
export type Form = {
  one(name: string): string;
  all(name: string): string[];
  /** A file that was chosen; null where none was. */
  file(name: string): File | null;
};

export async function readForm(c: ConsoleContext): Promise<Form> {
  const body = await c.req.parseBody({ all: true });
  const all = (name: string): string[] => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    const values = Array.isArray(value) ? value : [value];
    return values
      .filter((item): item is string => typeof item === 'string')
      .map((text) => text.replaceAll('\r\n', '\n'));
  };
  const file = (name: string): File | null => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    const found = [value].flat().find((item) => item instanceof File);
    // Browsers send an empty one where nothing was chosen.
    return found instanceof File && found.size > 0 ? found : null;
  };
  return { all, one: (name) => all(name)[0] ?? '', file };
}
