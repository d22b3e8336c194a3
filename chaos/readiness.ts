import type { Centre } from './centre.ts';
import { until } from './until.ts';

type Readiness = { readonly parts: readonly { readonly name: string; readonly state: string }[] };

/** Waits until /readyz shows the part in this state. */
export async function waitForPart(
  centre: Centre,
  name: string,
  state: string,
  ceilingMs = 60_000,
): Promise<void> {
  await until(
    `${name} to be ${state}`,
    async () => {
      const response = await fetch(`${centre.program().url}/readyz`);
      const { parts } = (await response.json()) as Readiness;
      return parts.some((part) => part.name === name && part.state === state);
    },
    ceilingMs,
  );
}
