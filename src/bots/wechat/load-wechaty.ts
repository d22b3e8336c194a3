import type { WechatyBuilder } from 'wechaty';
import type { impls } from 'wechaty-puppet';

export type Puppet = impls.PuppetInterface;

export type Library = {
  readonly WechatyBuilder: typeof WechatyBuilder;
  readonly PuppetClass: new (options: Readonly<Record<string, unknown>>) => Puppet;
};

export type LoadCode = 'puppet-not-installed' | 'bad-puppet';
export type LoadedLibrary =
  | { readonly ok: true; readonly library: Library }
  | { readonly ok: false; readonly code: LoadCode };

/** A package of the registry and never a path. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
/** A CommonJS module stands under `default` once, and once more when it was compiled from ES. */
const DEEPEST_DEFAULT = 4;

/** Imported only here, since it takes more than a second and 70 MB that nobody without WeChat should pay. */
export async function loadWechaty(puppet: string): Promise<LoadedLibrary> {
  if (!PACKAGE_NAME.test(puppet)) return { ok: false, code: 'bad-puppet' };
  try {
    const { log } = await import('wechaty-puppet');
    // It would print ids, texts and the token, and at `verbose` take over the process's unhandled errors on import.
    log.level('silent');
    const { WechatyBuilder } = await import('wechaty');
    const PuppetClass = findClass(await import(puppet));
    if (PuppetClass === null) return { ok: false, code: 'bad-puppet' };
    return { ok: true, library: { WechatyBuilder, PuppetClass } };
  } catch (error) {
    return { ok: false, code: isNotFound(error) ? 'puppet-not-installed' : 'bad-puppet' };
  }
}

function findClass(module: unknown): Library['PuppetClass'] | null {
  let found = module;
  for (let depth = 0; depth < DEEPEST_DEFAULT && typeof found !== 'function'; depth += 1) {
    found = (found as { default?: unknown } | null | undefined)?.default;
  }
  return typeof found === 'function' ? (found as Library['PuppetClass']) : null;
}

function isNotFound(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && NOT_FOUND.has(code);
}
