/** A setting that cannot be used: where it stands, what was found there, what is expected. Never a secret itself. */
export type SettingProblem = {
  /** A variable, or a file below `config/`. */
  readonly place: string;
  readonly key: string;
  readonly found: string;
  readonly expected: string;
};

export const describeProblem = ({ place, key, found, expected }: SettingProblem): string =>
  `${place}${key === '' ? '' : `: ${key}`}: found ${found}, expected ${expected}`;
