import type { ConsoleContext } from './route.ts';

/** Fields of a form as text with line ends as LF (browsers send CR LF); files and unknown shapes count as absent. */
export type Form = {
  one(name: string): string;
  all(name: string): string[];
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
  return { all, one: (name) => all(name)[0] ?? '' };
}
