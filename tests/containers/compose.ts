import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CHECKOUT } from '../support/program.ts';

const health = z.strictObject({
  disable: z.literal(true).optional(),
  test: z.array(z.string()).optional(),
  interval: z.string().optional(),
  timeout: z.string().optional(),
  retries: z.number().optional(),
  start_period: z.string().optional(),
});

/** What our file uses of the Compose specification; a misspelt key fails. */
const service = z.strictObject({
  build: z.literal('.').optional(),
  image: z.string(),
  restart: z.literal('unless-stopped'),
  init: z.boolean().optional(),
  stop_grace_period: z.string().optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  env_file: z.literal('.env').optional(),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  ports: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  profiles: z.array(z.string()).optional(),
  deploy: z.strictObject({ replicas: z.number() }).optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()),
  shm_size: z.string().optional(),
  healthcheck: health.optional(),
  logging: z.strictObject({ driver: z.literal('local') }),
});

const file = z.strictObject({
  name: z.string(),
  'x-program': z.unknown(),
  'x-part': z.unknown(),
  services: z.record(z.string(), service),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
  volumes: z.record(z.string(), z.null()),
});

export type Service = z.infer<typeof service>;
export type Compose = z.infer<typeof file>;

export const readComposeText = (): Promise<string> => readFile(join(CHECKOUT, 'docker-compose.yml'), 'utf8');

export const readCompose = async (): Promise<Compose> =>
  file.parse(parse(await readComposeText(), { merge: true }));

export function serviceOf(compose: Compose, name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml: no service ${name}`);
  return found;
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:?why}`, as Compose fills them in from .env. @throws where one is missing */
export const interpolate = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(
    /\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind?: string, otherwise: string = '') => {
      const value = values[name];
      if (value !== undefined && value !== '') return value;
      if (kind === '-') return otherwise;
      throw new Error(`${name}: ${otherwise}`);
    },
  );
