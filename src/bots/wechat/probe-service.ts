import { connect } from 'node:http2';
import { PUPPET_SERVICE, type PuppetOptions } from './puppet-options.ts';

/** "host:port"; other addresses are looked up by the service's client in ways of its own. */
const HOST_AND_PORT = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\]):[0-9]{1,5}$/i;

/**
 * Whether somebody who speaks HTTP/2 answers at the service's address. gRPC waits for that without an end and cannot be
 * told to give it up, so each puppet that is built in front of a hanging service would leave a connection behind. No
 * word is sent, so a certificate that nobody trusts is an answer too.
 */
export function answersAtAll(puppet: string, options: PuppetOptions, timeoutMs: number): Promise<boolean> {
  const endpoint = options.endpoint;
  if (puppet !== PUPPET_SERVICE || typeof endpoint !== 'string' || !HOST_AND_PORT.test(endpoint)) {
    return Promise.resolve(true);
  }
  const isPlain = (options.tls as { disable?: unknown } | undefined)?.disable === true;
  return new Promise((resolve) => {
    const finish = (answers: boolean): void => {
      clearTimeout(timer);
      resolve(answers);
      probe.destroy();
    };
    const timer = setTimeout(() => finish(false), timeoutMs);
    const probe = connect(`${isPlain ? 'http' : 'https'}://${endpoint}`);
    probe.on('remoteSettings', () => finish(true));
    // What the network says names its call; a certificate that is refused came from somebody.
    probe.on('error', (error: NodeJS.ErrnoException) => finish(error.syscall === undefined));
    probe.on('close', () => finish(false));
  });
}
