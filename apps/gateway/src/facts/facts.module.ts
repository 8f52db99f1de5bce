import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { FactsController } from './facts.controller.js';

@Module({ imports: [SessionsModule], controllers: [FactsController] })
export class FactsModule {}
