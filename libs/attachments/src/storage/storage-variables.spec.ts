import { loadConfig } from '@frontdesk/config';
import { z } from 'zod';
import { fileStorageConfig, fileStorageVariables } from './storage-variables.js';

const configOf = (env: Record<string, string>) => fileStorageConfig(loadConfig(z.object(fileStorageVariables), env));
const S3 = { FILES_STORAGE: 's3', S3_BUCKET: 'files' };

it('keeps files on disk unless told otherwise', () => {
  expect(configOf({ FILES_FOLDER: '/data' })).toEqual({ folder: '/data', s3: null });
  expect(configOf({}).folder).toMatch(/\.frontdesk\/files$/);
});

it('addresses another service than Amazon by path, unless told otherwise', () => {
  expect(configOf(S3).s3).toMatchObject({ bucket: 'files', region: 'us-east-1', pathStyle: false, credentials: undefined });
  expect(configOf({ ...S3, S3_ENDPOINT: 'http://minio:9000' }).s3?.pathStyle).toBe(true);
  expect(configOf({ ...S3, S3_ENDPOINT: 'http://minio:9000', S3_PATH_STYLE: 'false' }).s3?.pathStyle).toBe(false);
});

it.each([
  ['S3_BUCKET', { FILES_STORAGE: 's3' }],
  ['S3_SECRET_ACCESS_KEY', { ...S3, S3_ACCESS_KEY_ID: 'id' }],
  ['S3_ENDPOINT', { ...S3, S3_ENDPOINT: 'minio' }],
  ['FILES_STORAGE', { FILES_STORAGE: 'tape' }],
])('says what is wrong with %s', (name, env) => {
  expect(() => configOf(env)).toThrow(name);
});
