import type { Language } from '../../core/language.ts';
import { languageTag } from '../language-tag.ts';
import type { PageView } from '../view.ts';
import { Nonce } from './nonce.tsx';

/** The other language by its own name, which whoever needs it can read. */
export function LanguageSwitch({ view }: { readonly view: PageView }) {
  const other: Language = view.language === 'zh' ? 'en' : 'zh';
  return (
    <form method="post" action="/chat/language" data-language="" class="language">
      <Nonce view={view} />
      <button type="submit" class="button" name="language" value={other} lang={languageTag(other)}>
        {view.texts('language.other')}
      </button>
    </form>
  );
}
