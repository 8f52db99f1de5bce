import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, booleanVariable } from '@frontdesk/config';
import { z } from 'zod';
import type { S3Settings } from './s3.storage.js';

/** `src/` and `dist/` are equally deep, so a path relative to this file holds for both. */
const DEFAULT_FOLDER = fileURLToPath(new URL('../../../../.frontdesk/files', import.meta.url));

/** Where files are kept. Spread into the schema of a process that reads or writes them. */
export const fileStorageVariables = {
  FILES_STORAGE: z.enum(['disk', 's3']).default('disk'),
  /** Of the files themselves on disk; with S3, only of uploads that are under way. */
  FILES_FOLDER: z.string().default(DEFAULT_FOLDER).transform((path) => resolve(path)),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, message: 'expected http(s)://host:port' }).optional(),
  S3_PATH_STYLE: booleanVariable.optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
};

/** Spread into the schema of a process that gives out addresses of files. */
export const fileLinkVariables = {
  /** Where people reach this installation, for addresses that work on other sites; without it they are relative. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, message: 'expected https://host' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(''),
};

type StorageVariables = z.output<z.ZodObject<typeof fileStorageVariables>>;

export interface FileStorageConfig {
  readonly folder: string;
  /** Null: the files are in the folder. */
  readonly s3: S3Settings | null;
}

/** Where files lie while they are on their way into the storage. */
export const incomingFolder = ({ folder }: FileStorageConfig): string => join(folder, 'incoming');

/** @throws ConfigError when S3 is chosen and something of it is missing */
export function fileStorageConfig(variables: StorageVariables): FileStorageConfig {
  const folder = variables.FILES_FOLDER;
  if (variables.FILES_STORAGE === 'disk') {
    return { folder, s3: null };
  }
  const { S3_BUCKET: bucket, S3_REGION: region, S3_ENDPOINT: endpoint, S3_PATH_STYLE: pathStyle } = variables;
  if (bucket === undefined) {
    throw new ConfigError('S3_BUCKET is not set: FILES_STORAGE=s3 needs the name of a bucket.');
  }
  return { folder, s3: { bucket, region, endpoint, pathStyle: pathStyle ?? endpoint !== undefined, credentials: credentialsOf(variables) } };
}

function credentialsOf(variables: StorageVariables): S3Settings['credentials'] {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (accessKeyId === undefined && secretAccessKey === undefined) {
    return undefined;
  }
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new ConfigError('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both, or neither.');
  }
  return { accessKeyId, secretAccessKey };
}
