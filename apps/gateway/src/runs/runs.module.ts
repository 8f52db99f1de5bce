import { Module } from '@nestjs/common';
import { RunCanceller } from './run-canceller.js';
import { RunDispatcher } from './run-dispatcher.js';

@Module({ providers: [RunCanceller, RunDispatcher], exports: [RunCanceller, RunDispatcher] })
export class RunsModule {}
