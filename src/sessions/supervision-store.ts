/** Who looks after whose work; dates are `YYYY-MM-DD`, both belong to the time. */
export type Supervision = {
  readonly id: string;
  readonly supervisorId: string;
  readonly counsellorId: string;
  readonly validFrom: string;
  readonly validTo: string | null;
};

export interface SupervisionStore {
  list(): Promise<Supervision[]>;
  /** Each once. */
  supervisorsOf(counsellorId: string, date: string): Promise<string[]>;
  /** Each once. */
  supervisedBy(supervisorId: string, date: string): Promise<string[]>;
  /** False when it holds already. */
  add(
    input: Omit<Supervision, 'validTo'> & { readonly madeBy: string; readonly now: Date },
  ): Promise<boolean>;
  /** False when it had ended. */
  end(id: string, lastDay: string): Promise<boolean>;
}
