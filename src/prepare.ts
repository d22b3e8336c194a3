import { readConfig } from './settings/config-folder.ts';
import { BUNDLE_FOLDER, CONFIG_FOLDER } from './settings.ts';

/** What an install does besides bundling, so that the first start need not: what is wrong in config/ that start will tell. */
await readConfig(CONFIG_FOLDER, false, BUNDLE_FOLDER).catch(() => undefined);
