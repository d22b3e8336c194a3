export type Settled<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timeout' }
  /** The puppet that was asked has been thrown away. */
  | { readonly kind: 'gone' };

/**
 * Calls of a puppet have no deadline and may never answer. Whatever comes after the deadline is dropped, rejections
 * included; this never rejects.
 */
export function settleWithin<T>(ms: number, gone: AbortSignal, call: () => Promise<T>): Promise<Settled<T>> {
  return new Promise((resolve) => {
    const finish = (settled: Settled<T>): void => {
      clearTimeout(timer);
      gone.removeEventListener('abort', onGone);
      resolve(settled);
    };
    const onGone = (): void => finish({ kind: 'gone' });
    const timer = setTimeout(() => finish({ kind: 'timeout' }), ms);
    if (gone.aborted) return onGone();
    gone.addEventListener('abort', onGone);
    startCall(call).then(
      (value) => finish({ kind: 'done', value }),
      (error: unknown) => finish({ kind: 'failed', error }),
    );
  });
}

/** Begins at once, so that calls leave in the order in which they were made; a thrown error becomes a rejection. */
async function startCall<T>(call: () => Promise<T>): Promise<T> {
  return call();
}
