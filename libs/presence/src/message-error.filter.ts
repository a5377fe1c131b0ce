import { problems } from '#platform';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import type { Socket } from 'socket.io';

/**
 * Sends errors of messages as the acknowledgement `{ error: <problem> }`, or as the event `exception` if the client wants
 * no acknowledgement.
 */
@Catch()
export class MessageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Presence');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const [socket, , ack] = host.getArgs<[Socket, unknown, ((answer: unknown) => void) | undefined]>();
    const error = this.problemOf(thrown);
    if (ack) ack({ error });
    else socket.emit('exception', error);
  }

  private problemOf(thrown: unknown): unknown {
    if (thrown instanceof WsException) return thrown.getError();
    if (thrown instanceof HttpException) return thrown.getResponse();
    this.logger.error({ msg: 'a message could not be answered', err: thrown });
    return problems.internal_error().getResponse();
  }
}
