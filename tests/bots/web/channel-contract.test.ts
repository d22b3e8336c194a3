/** The web channel behind the real site: a person writes in a form and reads the page. */
import { createWebChannel } from '../../../src/bots/web/web-channel.ts';
import type { Channel } from '../../../src/core/channel.ts';
import { type ChannelHarness, channelContract } from '../../contracts/channel-contract.ts';
import { choicesOf, createSiteWorld, linesOf, nonceOf } from '../../site/site-world.ts';

const PLATFORM = { buttons: true, carriesNul: true, redelivers: true, blocks: false, oneVoice: false };

channelContract('web', PLATFORM, async (): Promise<ChannelHarness> => {
  const web = createWebChannel({ pause: async () => undefined });
  const world = createSiteWorld({ receive: web.receive });
  const browser = world.newBrowser();
  let last: Readonly<Record<string, string>> = {};

  const post = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    last = { ...fields, nonce: nonceOf(await browser.look()) };
    await browser.post('/chat/say', last);
  };
  /** As the outbox does: the row is marked as sent, and the page shows it. */
  const channel: Channel = {
    ...web,
    async send(to, message) {
      const outcome = await web.send(to, message);
      const session = await world.sessions.find(to);
      if (outcome.kind === 'sent' && session !== null) {
        world.pass(1);
        world.timeline.say(session.addressId, world.now(), message.text, { choices: message.choices });
      }
      return outcome;
    },
  };

  return {
    channel,
    longestIncoming: 200_000,
    personSays: (text) => post({ text }),
    async personTaps(label) {
      const choice = choicesOf(await browser.look()).find((offered) => offered.label === label);
      if (choice === undefined) throw new Error('this choice is not on the page');
      await post({ choice: choice.id });
    },
    async personSees(count) {
      const page = await browser.look();
      const seen = linesOf(page);
      if (seen.length < count) throw new Error(`${count} messages wanted, there were ${seen.length}`);
      const labels = choicesOf(page).map((choice) => choice.label);
      return labels.length === 0 ? seen : [...seen.slice(0, -1), [seen.at(-1), ...labels].join('\n')];
    },
    block: () => Promise.reject(new Error('nobody can shut the page out')),
    async redeliver() {
      await browser.post('/chat/say', last);
    },
    close: async () => undefined,
  };
});
