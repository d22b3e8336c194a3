/** The student's web page. Its routes are listed in `routes.ts`. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { describeError } from '../core/log.ts';
import { showActivity } from './activity.tsx';
import { sendCalendarFile, showBookingPage } from './booking.tsx';
import { showCheckIn } from './check-in.tsx';
import { chooseLanguage } from './choose-language.ts';
import { continueHere, showContinue } from './continue.tsx';
import { createEventStreams } from './events.ts';
import { sendFeed } from './feed.ts';
import { createHeaders } from './guard.ts';
import { leave, setPin, startFresh, stayHere, unlock } from './lock.ts';
import { continueByCode, showCodeForm } from './move-code.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { LONGEST_BODY } from './read-form.ts';
import { renderProblem } from './render.tsx';
import { saySomething } from './say.ts';
import { showInFault } from './say-in-fault.ts';
import { LONGEST_PICTURE_FORM, sendPicture } from './send-picture.ts';
import { showPage, showParts } from './show.ts';
import { showFile } from './show-file.ts';
import { showPicture } from './show-picture.ts';

/** Room for a code in any encoding, in bytes. */
const LONGEST_CODE_FORM = 4_096;

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
  for (const path of ['/', '/a/*', '/c/*', '/chat/*', '/continue/*', '/booking', '/calendar/*']) {
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
    '/chat/picture/:id',
    '/chat/file/:id',
    '/chat/here',
    '/chat/unlock',
    '/chat/fresh',
    '/chat/pin',
    '/booking',
    '/calendar/*',
  ])
    site.use(path, (c, next) => (parts.fault?.isDown() ? showInFault(c, parts) : next()));
  site.use('/a/*', (c, next) => (parts.fault?.isDown() ? showInFault(c, parts) : next()));
  site.use('/c/*', (c, next) => (parts.fault?.isDown() ? showInFault(c, parts) : next()));
  site.use('/continue/*', (c, next) => (parts.fault?.isDown() ? showInFault(c, parts) : next()));
  site.use(
    '/continue/*',
    bodyLimit({
      maxSize: LONGEST_CODE_FORM,
      onError: (c) => renderProblem(c, parts, 'too-long', 413),
    }),
  );
  const words = bodyLimit({
    maxSize: LONGEST_BODY,
    onError: (c) => renderProblem(c, parts, 'too-long', 413),
  });
  const picture = bodyLimit({
    maxSize: LONGEST_PICTURE_FORM,
    onError: (c) => renderProblem(c, parts, 'no-picture', 413),
  });
  site.use('/chat/*', (c, next) => (c.req.path === '/chat/picture' ? picture(c, next) : words(c, next)));
  site.get('/', (c) => showPage(c, parts));
  site.get('/chat/parts', (c) => showParts(c, parts));
  site.get('/chat/events', events);
  site.post('/chat/picture', (c) => sendPicture(c, parts));
  site.get('/chat/picture/:id', (c) => showPicture(c, parts));
  site.get('/chat/file/:id', (c) => showFile(c, parts));
  site.post('/chat/say', (c) => saySomething(c, parts));
  site.post('/chat/here', (c) => stayHere(c, parts));
  site.post('/chat/leave', (c) => leave(c, parts));
  site.post('/chat/unlock', (c) => unlock(c, parts));
  site.post('/chat/fresh', (c) => startFresh(c, parts));
  site.post('/chat/pin', (c) => setPin(c, parts));
  site.post('/chat/language', (c) => chooseLanguage(c, parts));
  site.get('/booking', (c) => showBookingPage(c, parts));
  site.get('/calendar/:file', (c) => sendCalendarFile(c, parts));
  site.get('/a/:code', (c) => showActivity(c, parts));
  site.get('/c/:code', (c) => showCheckIn(c, parts));
  site.use('/feeds/:file', (c, next) => {
    headers(c);
    return next();
  });
  site.get('/feeds/:file', (c) => sendFeed(c, parts));
  site.get('/continue', (c) => showCodeForm(c, parts));
  site.post('/continue', (c) => continueByCode(c, parts));
  site.get('/continue/:token', (c) => showContinue(c, parts));
  site.post('/continue/:token', (c) => continueHere(c, parts));
  return site;
}
