/** An app for the tests to kill: opens the folder named by its argument, says how it went in one line, and stays. */
import { startEmbedded } from '../../../src/storage/embedded/start-embedded.ts';

const started = await startEmbedded(process.argv[2] ?? '');
console.log(JSON.stringify(started));
if (started.ok) {
  process.on('SIGTERM', async () => {
    await started.server.stop();
    process.exit(0);
  });
}
