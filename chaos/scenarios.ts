import type { Scenario } from './scenario.ts';
import { badNetwork } from './scenarios/bad-network.ts';
import { connectionsUsedUp } from './scenarios/connections-used-up.ts';
import { datastoreDown } from './scenarios/datastore-down.ts';
import { fiftyTakers } from './scenarios/fifty-takers.ts';
import { halfOpenLines } from './scenarios/half-open-lines.ts';
import { killBetweenSteps } from './scenarios/kill-between-steps.ts';
import { repeatedUpdates } from './scenarios/repeated-updates.ts';
import { stoppedWorker } from './scenarios/stopped-worker.ts';
import { telegramStorm } from './scenarios/telegram-storm.ts';
import { terminated } from './scenarios/terminated.ts';
import { webFlood } from './scenarios/web-flood.ts';
import { wechatGone } from './scenarios/wechat-gone.ts';
import { wipedQueue } from './scenarios/wiped-queue.ts';
import { workerKills } from './scenarios/worker-kills.ts';
import { wrongClock } from './scenarios/wrong-clock.ts';

/** In the order in which they are begun; those that wait longest come first. In turns, each second one is on Redis. */
export const SCENARIOS: readonly Scenario[] = [
  halfOpenLines,
  wechatGone,
  datastoreDown,
  workerKills,
  killBetweenSteps,
  connectionsUsedUp,
  wrongClock,
  badNetwork,
  telegramStorm,
  stoppedWorker,
  fiftyTakers,
  terminated,
  wipedQueue,
  webFlood,
  repeatedUpdates,
];
