import { askedLanguage, problemIn, type Settings, translateAuthProblem } from '#platform';
import { HttpException } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import type { Socket } from 'socket.io';

/** Of the handshake, since messages have no headers. */
export const languageOfSocket = ({ handshake }: Socket, { DEFAULT_LANGUAGE }: Settings): string =>
  askedLanguage(handshake) ?? DEFAULT_LANGUAGE;

/** What a refusal says; nothing where it is an unexpected error. Those of the guards are `WsException`s. */
export function socketProblem(language: string, thrown: unknown): unknown {
  if (thrown instanceof HttpException) return problemIn(language, thrown);
  if (!(thrown instanceof WsException)) return undefined;
  const error = thrown.getError();
  return typeof error === 'object' && 'code' in error ? translateAuthProblem(language, error as never) : error;
}
