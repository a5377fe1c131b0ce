import { Public } from '#auth';
import { ApiAnswer, ResponseField } from '#platform';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { WebPushKeys } from './providers/web-push-keys';

export class WebPushKeyDto {
  @ResponseField({
    description: 'Uncompressed point of P-256 in base64url.',
    example: 'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs',
  })
  public_key: string;
}

@ApiTags('Notifications')
@Public()
@Controller('api/push')
export class WebPushKeyController {
  constructor(private readonly keys: WebPushKeys) {}

  @Get('web-key')
  @Header('cache-control', 'public, max-age=3600')
  @ApiOperation({
    operationId: 'getWebPushKey',
    summary: 'The public key for Web Push subscriptions',
    description: '`applicationServerKey` of `pushManager.subscribe()` (RFC 8292).',
  })
  @ApiAnswer(200, WebPushKeyDto)
  async read(): Promise<WebPushKeyDto> {
    return { public_key: (await this.keys.get()).publicKey };
  }
}
