/** What can be known about the container files without an engine that reads them. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { healthRoutes } from '../../src/app/health.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { CHECKOUT } from '../support/program.ts';
import { interpolate, readCompose, readComposeText, serviceOf } from './compose.ts';
import {
  readCopy,
  readDockerfile,
  readEnv,
  readExec,
  readLetThrough,
  type Stage,
  stepsOf,
} from './dockerfile.ts';

/** What an operator writes into .env beside the settings of the program. */
const OPERATORS = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD'];
const PINNED = /^[a-z]+:[0-9]+(\.[0-9]+)*(-[a-z-]+)?$/;
const DOT_ENV = {
  PUBLIC_URL: 'https://xinqiao.example.edu.cn',
  POSTGRES_PASSWORD: 'a1'.repeat(24),
  REDIS_PASSWORD: 'b2'.repeat(24),
};

/** The names that the program asks its environment for. */
const asked = new Set<string>();
readEnvironment(new Proxy<Record<string, string>>({}, { get: (_, name) => void asked.add(String(name)) }));

const stages = await readDockerfile();
const compose = await readCompose();
const last = stages.at(-1) as Stage;
const programs = ['app', 'web', 'bot', 'worker'].map((name) => serviceOf(compose, name));

describe('Dockerfile', () => {
  it('builds on pinned images of a Node that the program allows', async () => {
    for (const { image } of stages) expect(image).toMatch(PINNED);
    const [major] = /(?<=^node:)[0-9]+/.exec(last.image) ?? [];
    const { engines } = JSON.parse(await readFile(join(CHECKOUT, 'package.json'), 'utf8'));
    expect(engines.node).toBe('>=20.19');
    expect(Number(major)).toBeGreaterThanOrEqual(20);
  });

  it('copies only what is there and what .dockerignore lets through, and nothing is let through for nothing', async () => {
    const letThrough = await readLetThrough();
    const copied = stages
      .flatMap((stage) => stepsOf(stage, 'COPY').map(readCopy))
      .filter(({ from }) => from === null)
      .flatMap(({ sources }) => sources.map((source) => source.replace('./', '')));
    for (const source of copied) expect(existsSync(join(CHECKOUT, source)), source).toBe(true);
    expect([...copied].sort()).toEqual([...letThrough].sort());
  });

  it('copies from stages that are there', () => {
    const names = stages.map(({ name }) => name);
    for (const stage of stages)
      for (const { from } of stepsOf(stage, 'COPY').map(readCopy))
        if (from !== null) expect(names.indexOf(from)).toBeLessThan(stages.indexOf(stage));
    expect(stepsOf(last, 'COPY').some((text) => readCopy(text).from !== null)).toBe(true);
  });

  it('runs as an ordinary user, and everything before that is root’s', () => {
    expect(stepsOf(last, 'USER')).toEqual(['10001:10001']);
    const after = last.steps.slice(last.steps.findIndex(({ name }) => name === 'USER'));
    expect(after.map(({ name }) => name)).not.toContain('RUN');
    expect(stepsOf(last, 'COPY').join()).not.toContain('--chown');
  });

  it('runs the program without a shell, which would keep signals to itself', () => {
    expect(stepsOf(last, 'ENTRYPOINT').map(readExec)).toEqual([['node', 'xinqiao.js']]);
    expect(stepsOf(last, 'CMD').map(readExec)).toEqual([['serve']]);
  });

  it('asks for its health on a path that is there, on the port that it opens', () => {
    const [check = ''] = stepsOf(last, 'HEALTHCHECK');
    const path = /http:\/\/127\.0\.0\.1:\$\{process\.env\.PORT\}(\/[a-z]+)/.exec(check)?.[1];
    expect(healthRoutes.map((route) => route.path)).toContain(path);
    expect(stepsOf(last, 'EXPOSE')).toEqual([readEnv(last).PORT]);
  });

  it('holds no secret and no setting of a centre', () => {
    expect(Object.keys(readEnv(last)).sort()).toEqual(['DATA_DIR', 'HOME', 'HOST', 'NODE_ENV', 'PORT']);
  });
});

describe('docker-compose.yml', () => {
  it('sets only variables that the program reads, to values that it takes', () => {
    for (const { environment } of programs) {
      for (const name of Object.keys(environment)) expect([...asked]).toContain(name);
      const filled = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, interpolate(value, DOT_ENV)]),
      );
      const read = readEnvironment(filled);
      expect(read).toMatchObject({
        ok: true,
        environment: { host: '0.0.0.0', publicUrl: DOT_ENV.PUBLIC_URL, masterKey: null },
      });
    }
  });

  it('asks .env only for what the program reads or the two stores need, and names what is missing', async () => {
    const wanted = [...(await readComposeText()).matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    for (const name of wanted) expect([...asked, ...OPERATORS]).toContain(name);
    for (const name of Object.keys(DOT_ENV)) {
      const lacking = { ...DOT_ENV, [name]: '' };
      expect(() => interpolate(JSON.stringify(compose), lacking)).toThrow(name);
    }
  });

  it('waits for stores that say how they are', () => {
    for (const { depends_on } of programs)
      expect(Object.keys(depends_on ?? {})).toEqual(['postgres', 'redis']);
    for (const store of ['postgres', 'redis'])
      expect(serviceOf(compose, store).healthcheck?.test?.length).toBeGreaterThan(0);
  });

  it('pins every image, and shows no store to the outside', () => {
    for (const name of ['postgres', 'redis']) {
      const { image, ports } = serviceOf(compose, name);
      expect(image).toMatch(PINNED);
      expect(ports).toBeUndefined();
    }
    expect(serviceOf(compose, 'postgres').image).toMatch(/^postgres:18/);
    for (const { image, build } of programs) expect([image, build]).toEqual(['xinqiao:local', '.']);
  });

  it('locks the program in', () => {
    for (const program of programs)
      expect(program).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        tmpfs: ['/tmp'],
        init: true,
      });
  });

  it('opens ports on the machine itself only, and the parts beside the whole', () => {
    const ports = programs.flatMap(({ ports: opened }) => opened ?? []);
    expect(ports.map((port) => interpolate(port, {}))).toEqual([
      '127.0.0.1:3000:3000',
      '127.0.0.1:3001-3009:3000',
    ]);
  });

  it('runs two of each part only when asked, and asks only what serves pages for its health', () => {
    const [app, ...parts] = programs;
    expect(app?.profiles).toBeUndefined();
    for (const part of parts) expect(part).toMatchObject({ profiles: ['parts'], deploy: { replicas: 2 } });
    expect(parts.map(({ command }) => command?.at(-1))).toEqual(['web', 'bot', 'worker']);
    expect(programs.map(({ healthcheck }) => healthcheck?.disable ?? false)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('keeps what must be kept on volumes that are declared, 18’s data below /var/lib/postgresql', () => {
    const named = Object.values(compose.services)
      .flatMap(({ volumes }) => volumes)
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((name) => !name.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(serviceOf(compose, 'postgres').volumes).toEqual(['postgres:/var/lib/postgresql']);
  });

  it('gives the master key as a file, where the program is told to look', () => {
    for (const { environment, secrets } of programs)
      expect([secrets, environment.XINQIAO_MASTER_KEY_FILE]).toEqual([
        ['master_key'],
        '/run/secrets/master_key',
      ]);
    expect(compose.secrets.master_key).toBeDefined();
  });
});
