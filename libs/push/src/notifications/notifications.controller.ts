import { CurrentService, RequireScopes, type ServicePrincipal } from '#auth';
import { ApiAnswer, IdParam, IdempotencyKey, ApiIdempotencyKey } from '#platform';
import { userProblems } from '#users';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Idempotency } from './idempotency';
import { NotificationsService } from './notifications.service';
import {
  AcceptedNotificationDto,
  AcceptedNotificationBatchDto,
  toAcceptedDto,
  toAcceptedBatchDto,
} from './accepted-notification.dto';
import { NotificationBatch, NotificationRequest, toNewNotification } from './notification-request.dto';

@ApiTags('Notifications')
@ApiBearerAuth()
@RequireScopes('push.send')
@Controller('api')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('users/:id/notifications')
  @HttpCode(202)
  @ApiIdempotencyKey()
  @ApiOperation({
    operationId: 'sendNotification',
    summary: 'Send a notification to a user',
    description:
      'For services. Delivered to open apps if there are any, else to devices, else by mail, by the user’s preferences; in quiet hours without sound, or later. The answer does not depend on whether the user is online, except with `only_if_offline`.',
  })
  @ApiAnswer(202, AcceptedNotificationDto, 'validation_failed', 'user_not_found', 'idempotency_key_reused')
  send(
    @CurrentService() { clientId }: ServicePrincipal,
    @IdParam() id: string,
    @Body() body: NotificationRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<AcceptedNotificationDto> {
    return this.idempotency.runOnce({ sender: clientId, target: id, key, body }, async (manager) => {
      const accepted = await this.notifications.send(manager, [id], toNewNotification(clientId, body));
      const [recipient] = accepted.recipients;
      if (!recipient) throw userProblems.user_not_found();
      return toAcceptedDto(accepted.id, recipient);
    });
  }

  @Post('notifications')
  @HttpCode(202)
  @ApiIdempotencyKey()
  @ApiOperation({
    operationId: 'sendNotifications',
    summary: 'Send a notification to up to 1,000 users',
    description: 'For services. The same as for a single user.',
  })
  @ApiAnswer(202, AcceptedNotificationBatchDto, 'validation_failed', 'idempotency_key_reused')
  sendToMany(
    @CurrentService() { clientId }: ServicePrincipal,
    @Body() body: NotificationBatch,
    @IdempotencyKey() key: string | undefined,
  ): Promise<AcceptedNotificationBatchDto> {
    const userIds = [...new Set(body.user_ids.map((userId) => userId.toLowerCase()))];
    return this.idempotency.runOnce({ sender: clientId, target: '*', key, body }, async (manager) =>
      toAcceptedBatchDto(
        await this.notifications.send(manager, userIds, toNewNotification(clientId, body)),
        userIds.length,
      ),
    );
  }
}
