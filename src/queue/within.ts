export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly code = 'deadline';
}

/**
 * Waits for work at most `ms`, or until the signal is given. The work goes on unobserved; a late failure of it is
 * nobody's any more.
 * @throws DeadlineError, or what the work threw
 */
export function within<T>(ms: number, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => {
      settle();
      reject(new DeadlineError('not done in time'));
    };
    const timer = setTimeout(giveUp, ms);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    work.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}

/** Whether the work ended well in time; for closing things, where nothing else matters. */
export async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  try {
    await within(ms, work);
    return true;
  } catch {
    return false;
  }
}
