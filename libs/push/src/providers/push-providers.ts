import type { PushKind } from '#sessions';
import { Injectable } from '@nestjs/common';
import { FcmProvider } from './fcm-provider';
import type { PushProvider } from './push-provider';
import { WebPushProvider } from './web-push-provider';

/** The provider of each kind of push address. */
@Injectable()
export class PushProviders {
  private readonly byKind: Record<PushKind, PushProvider>;

  constructor(fcm: FcmProvider, webpush: WebPushProvider) {
    this.byKind = { fcm, webpush };
  }

  get(kind: PushKind): PushProvider {
    return this.byKind[kind];
  }
}
