import {
  AuthorizationState,
  CurrentUser,
  customPermission,
  type Principal,
  RequirePermissions,
} from '@collabsphere/auth';
import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { type Message, Messages } from './messages';

class NewMessage {
  @IsString() @Length(1, 2000) text: string;
}

class Page {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) limit = 50;
}

@Controller('messages')
export class MessagesController {
  constructor(
    private readonly messages: Messages,
    private readonly state: AuthorizationState,
  ) {}

  @Get()
  list(@Query() { limit }: Page): { items: Message[] } {
    return { items: this.messages.list(limit) };
  }

  @Post()
  write(@CurrentUser() { userId }: Principal, @Body() { text }: NewMessage): Message {
    return this.messages.add(userId, text);
  }

  /** The author may; others need `can_delete_messages`. */
  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentUser() principal: Principal, @Param('id') id: string): void {
    const message = this.find(id);
    if (!mayRemove(principal, message, this.state))
      throw new ForbiddenException('You need can_delete_messages to delete what others wrote.');
    this.messages.remove(message);
  }

  @Post(':id/pin')
  @HttpCode(200)
  @RequirePermissions(customPermission('can_pin'))
  pin(@Param('id') id: string): Message {
    return this.messages.pin(this.find(id));
  }

  private find(id: string): Message {
    const message = this.messages.find(id);
    if (!message) throw new NotFoundException('There is no such message.');
    return message;
  }
}

function mayRemove(principal: Principal, message: Message, state: AuthorizationState): boolean {
  return message.author_id === principal.userId || state.holds(principal, 'can_delete_messages');
}
