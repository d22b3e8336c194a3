/** The server's superuser and the owner of the database. */
export const OWNER = 'owner';
export const DATABASE = 'xinqiao';

/** Written into postgresql.conf once, where an operator may change them. */
export const STORED_SETTINGS = [
  'max_connections=200',
  'shared_buffers=128MB',
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * Given at every start and stronger than any file: who may reach the server, durability, and that nothing which people
 * wrote gets into the server's log. Errors carry values in their message ("invalid input syntax for type ..."), in
 * their detail ("Key (...)=(...) already exists") and as the statement, and so do LOG lines such as "Failed process
 * was running": hence nothing below FATAL, terse, without statements and parameters.
 * Source: PostgreSQL 18 manual, 19.3, 19.5 and 19.8.
 */
const FIXED_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=on',
  'full_page_writes=on',
  'synchronous_commit=on',
  // A server that was killed has forgotten what it must clean up, and may be killed again within the usual minute.
  'autovacuum_naptime=10s',
  'password_encryption=scram-sha-256',
  'logging_collector=off',
  'log_destination=stderr',
  'log_line_prefix=%m [%p] ',
  'log_min_messages=fatal',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_statement=none',
  'log_duration=off',
  'log_min_duration_statement=-1',
  'log_min_duration_sample=-1',
  'log_transaction_sample_rate=0',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
];

export const serverArguments = (cluster: string, port: number): string[] => [
  '-D',
  cluster,
  '-p',
  String(port),
  ...FIXED_SETTINGS.flatMap((setting) => ['-c', setting]),
];
