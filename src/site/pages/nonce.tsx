import type { PageView } from '../view.ts';

/** Makes the same form sent twice one update; every form has its own. */
export function Nonce({ view }: { readonly view: PageView }) {
  return <input type="hidden" name="nonce" value={view.newNonce()} />;
}
