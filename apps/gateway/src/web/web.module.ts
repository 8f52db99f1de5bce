import { Module } from '@nestjs/common';
import { InfoController } from './info.controller.js';
import { WebController } from './web.controller.js';

// The web controller's wildcard stands last in every table: the router prefers what is named.
@Module({ controllers: [InfoController, WebController] })
export class WebModule {}
