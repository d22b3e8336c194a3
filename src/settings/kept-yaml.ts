import { type ReadYaml, readYaml, type YamlReading } from '../content/read-yaml.ts';
import { keep, readKept } from '../keywords/kept-file.ts';

/** Reads files of YAML that an earlier run has read, in a tenth of the time: most of `config/` never changes. */
export type KeptYaml = {
  readonly read: ReadYaml;
  /** Keeps what was read since then, where anything of it is new. */
  keep(): Promise<void>;
};

/** @param keptIn a folder of this build of the program; null for none */
export async function openKeptYaml(keptIn: string | null): Promise<KeptYaml> {
  if (keptIn === null) return { read: readYaml, keep: async () => undefined };
  const known =
    ((await readKept(keptIn, 'yaml', [])) as ReadonlyMap<string, YamlReading> | null) ?? new Map();
  const used = new Map<string, YamlReading>();
  let isNew = false;
  return {
    read(text) {
      const kept = known.get(text);
      const reading = kept ?? readYaml(text);
      // What is wrong is found again, and told, until it is right.
      if (!reading.ok) return reading;
      isNew ||= kept === undefined;
      used.set(text, reading);
      return reading;
    },
    keep: async () => {
      if (isNew) await keep(keptIn, 'yaml', [], used);
    },
  };
}
