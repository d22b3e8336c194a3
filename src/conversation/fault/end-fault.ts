import type { Spool } from '../../spool/spool.ts';
import type { DirectPages } from './direct-pages.ts';
import type { FaultDesk } from './fault-desk.ts';

export type FaultEndParts = {
  readonly pages: Pick<DirectPages, 'recover' | 'isOver'>;
  readonly desk: Pick<FaultDesk, 'forget'>;
  readonly spool: Pick<Spool, 'isEmpty'>;
  readonly isDown: () => boolean;
  readonly takeOver: () => Promise<void>;
  /** Waits for the taking over, but not for ever. */
  readonly takeOverSoon: () => Promise<void>;
};

export type FaultEnd = {
  /** The database answers again. */
  onBack(): Promise<void>;
  /** Takes over what waits. Where the database was slow and never away, nobody else says that it is over. */
  look(): Promise<void>;
};

/** People who are called while nothing can be stored are told when it is over, however it ends. */
export function createFaultEnd(parts: FaultEndParts): FaultEnd {
  const { pages, desk } = parts;
  const end = async (): Promise<void> => {
    desk.forget();
    await pages.recover();
  };
  return {
    async onBack() {
      try {
        await parts.takeOverSoon();
      } finally {
        await end();
      }
    },
    async look() {
      await parts.takeOver();
      if (!parts.isDown() && pages.isOver() && (await parts.spool.isEmpty())) await end();
    },
  };
}
