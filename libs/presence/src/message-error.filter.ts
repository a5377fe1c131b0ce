import { problems, Settings } from '#platform';
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { languageOfSocket, socketProblem } from './socket-problem';

/**
 * Sends errors of messages as the acknowledgement `{ error: <problem> }`, or as the event `exception` if the client wants
 * no acknowledgement.
 */
@Catch()
@Injectable()
export class MessageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Presence');

  constructor(private readonly settings: Settings) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const [socket, , ack] = host.getArgs<[Socket, unknown, ((answer: unknown) => void) | undefined]>();
    const error = this.problemOf(thrown, languageOfSocket(socket, this.settings));
    if (ack) ack({ error });
    else socket.emit('exception', error);
  }

  private problemOf(thrown: unknown, language: string): unknown {
    const problem = socketProblem(language, thrown);
    if (problem !== undefined) return problem;
    this.logger.error({ msg: 'a message could not be answered', err: thrown });
    return problems.internal_error().bodyIn(language);
  }
}
