// The page works without this. With it, answers come by themselves, words survive a failed sending, and leaving is
// one tap.

import { watchLanguage } from './language.js';
import { listen } from './listen.js';
import { watchPresence } from './presence.js';
import { watchForms } from './say.js';
import { offerZone } from './zone.js';

watchLanguage();
watchPresence();
watchForms();
listen();
offerZone();

// A remark is said once: a reload does not repeat it.
if (location.search !== '' && location.pathname === '/') history.replaceState(null, '', '/');
