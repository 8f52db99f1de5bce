import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TUNABLES } from '@frontdesk/contracts';
import { helper } from './probe-helper.js';
@Injectable() class A { x = 1; }
@Injectable() class B { constructor(readonly a: A) {} }
@Module({ providers: [A, B] }) class M {}
it('nest', async () => {
  const app = await NestFactory.createApplicationContext(M, { logger: false });
  expect(app.get(B).a.x).toBe(1);
  expect(TUNABLES.leaseMs).toBe(8000);
  expect(helper()).toBe('h');
  await app.close();
});
