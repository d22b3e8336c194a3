import type { Command } from './command.ts';

/** Each command is loaded when it is called: `screen` must not wait for a web server. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  worker: async () => (await import('./serve.ts')).worker,
  migrate: async () => (await import('./migrate.ts')).migrate,
  'check-config': async () => (await import('./check-config.ts')).checkConfig,
  roles: async () => (await import('./roles.ts')).roles,
  'verify-audit': async () => (await import('./verify-audit.ts')).verifyAudit,
  retention: async () => (await import('./retention.ts')).retention,
  screen: async () => (await import('./screen.ts')).screen,
  oncall: async () => (await import('./oncall.ts')).oncall,
  rota: async () => (await import('./rota.ts')).rota,
  import: async () => (await import('./import.ts')).importTables,
  roster: async () => (await import('./roster.ts')).roster,
  watchdog: async () => (await import('./watchdog.ts')).watchdog,
  staff: async () => (await import('./staff.ts')).staff,
};
