import { authenticateSocket, LiveSockets } from '@collabsphere/auth';
import { type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { Namespace } from 'socket.io';
import { Messages } from './messages';

/** New messages, as they come: `message {…}`. A ban or a logout closes the socket. */
@WebSocketGateway({ namespace: '/messages' })
export class MessagesGateway implements OnGatewayInit {
  constructor(
    private readonly sockets: LiveSockets,
    private readonly messages: Messages,
  ) {}

  afterInit(namespace: Namespace): void {
    namespace.use(authenticateSocket(this.sockets));
    this.messages.added.subscribe((message) => namespace.emit('message', message));
  }
}
