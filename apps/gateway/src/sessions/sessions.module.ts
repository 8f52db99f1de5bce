import { Module } from '@nestjs/common';
import { AnonymousUsers } from './anonymous-user.js';
import { BearerGuard } from './bearer.guard.js';
import { CallerLooks } from './caller-looks.js';
import { SessionStore } from './session.store.js';
import { SessionSweeper } from './session-sweeper.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  controllers: [SessionsController],
  providers: [SessionStore, AnonymousUsers, SessionSweeper, BearerGuard, CallerLooks],
  exports: [SessionStore, BearerGuard, CallerLooks],
})
export class SessionsModule {}
