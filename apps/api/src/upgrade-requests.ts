import { IncomingMessage, ServerResponse } from 'node:http';

/** Socket.IO's path; the only one at which a connection may change its protocol. */
export const SOCKET_PATH = '/socket.io/';

const upgradeRequested = Symbol('asked');

/**
 * Node hands every request that asks for another protocol to the listeners of `upgrade`, and Engine.IO answers none but
 * its own. What is not a WebSocket of ours is an ordinary request here: a server ignores an upgrade that it does not
 * support. `CONNECT` is none either; it gets the answer of a method that there is not.
 * @see RFC 9110 §7.8
 */
export class UpgradeAwareRequest extends IncomingMessage {
  declare [upgradeRequested]?: boolean | null;

  // Node sets it before the headers are read, and asks for it afterwards.
  get upgrade(): boolean {
    return this[upgradeRequested] === true && isSocketHandshake(this);
  }

  set upgrade(value: boolean | null) {
    this[upgradeRequested] = value;
  }

  /** It asked for another protocol, and does not get it. */
  get isUpgradeIgnored(): boolean {
    return this[upgradeRequested] === true && !this.upgrade;
  }
}

/** Node does not read what follows such a request in the same packet: the client must know that it was not taken. */
export class UpgradeAwareResponse<Request extends UpgradeAwareRequest> extends ServerResponse<Request> {
  constructor(...given: ConstructorParameters<typeof ServerResponse<Request>>) {
    super(...given);
    if (given[0].isUpgradeIgnored) this.setHeader('connection', 'close');
  }
}

function isSocketHandshake({ method, url, headers }: IncomingMessage): boolean {
  return method === 'GET' && url!.startsWith(SOCKET_PATH) && headers.upgrade?.toLowerCase() === 'websocket';
}
