/** The student's web page. Its routes are listed in `routes.ts`. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { describeError } from '../core/log.ts';
import { chooseLanguage } from './choose-language.ts';
import { continueHere, showContinue } from './continue.tsx';
import { createEventStreams } from './events.ts';
import { createHeaders } from './guard.ts';
import { leave, setPin, startFresh, stayHere, unlock } from './lock.ts';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { LONGEST_BODY } from './read-form.ts';
import { renderProblem } from './render.tsx';
import { saySomething } from './say.ts';
import { showInFault } from './say-in-fault.ts';
import { showPage, showParts } from './show.ts';

/** Throws when `leaveUrl` is no address. Its answer to an unknown address holds only where it is the outermost app. */
export function createSite(parts: SiteParts): Hono {
  const site = new Hono();
  const headers = createHeaders(parts.leaveUrl ?? DEFAULT_LEAVE_URL);
  const events = createEventStreams(parts);

  site.onError((error, c) => {
    parts.log.error('site.failed', describeError(error));
    return renderProblem(c, parts, 'hiccup', 503);
  });
  site.notFound((c) => {
    headers(c);
    return renderProblem(c, parts, 'not-found', 404);
  });
  site.route('/', parts.files.routes);
  for (const path of ['/', '/chat/*', '/continue/*']) {
    site.use(path, (c, next) => {
      headers(c);
      return next();
    });
  }
  // What only looks has nothing to look at; words, leaving and the language go on.
  for (const path of [
    '/',
    '/chat/parts',
    '/chat/events',
    '/chat/here',
    '/chat/unlock',
    '/chat/fresh',
    '/chat/pin',
  ])
    site.use(path, (c, next) => (parts.fault?.isDown() ? showInFault(c, parts) : next()));
  site.use('/continue/*', (c, next) => (parts.fault?.isDown() ? showInFault(c, parts) : next()));
  site.use(
    '/chat/*',
    bodyLimit({ maxSize: LONGEST_BODY, onError: (c) => renderProblem(c, parts, 'too-long', 413) }),
  );
  site.get('/', (c) => showPage(c, parts));
  site.get('/chat/parts', (c) => showParts(c, parts));
  site.get('/chat/events', events);
  site.post('/chat/say', (c) => saySomething(c, parts));
  site.post('/chat/here', (c) => stayHere(c, parts));
  site.post('/chat/leave', (c) => leave(c, parts));
  site.post('/chat/unlock', (c) => unlock(c, parts));
  site.post('/chat/fresh', (c) => startFresh(c, parts));
  site.post('/chat/pin', (c) => setPin(c, parts));
  site.post('/chat/language', (c) => chooseLanguage(c, parts));
  site.get('/continue/:token', (c) => showContinue(c, parts));
  site.post('/continue/:token', (c) => continueHere(c, parts));
  return site;
}
