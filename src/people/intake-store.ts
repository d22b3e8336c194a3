import type { IntakeEntry } from '../core/intake.ts';

export type IntakeAnswer = { readonly field: IntakeEntry; readonly value: string; readonly at: Date };

export type IntakeForm = {
  readonly begunAt: Date;
  readonly finishedAt: Date | null;
  readonly answers: readonly IntakeAnswer[];
};

/** An appointment that was booked and not cancelled, and how far the form of whoever comes is. */
export type AppointmentOf = {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly staffId: string;
  readonly counsellor: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly form: 'none' | 'begun' | 'finished';
};

/** 初访登记表: one a person, each answer kept as soon as it is given. */
export interface IntakeStore {
  /** Fields that have an answer, be it that it was passed over; null where nothing was begun. */
  answered(contactId: string): Promise<readonly string[] | null>;
  /** An empty value passes the field over; the same field again takes the new value. */
  answer(input: {
    formId: string;
    contactId: string;
    addressId: string;
    field: IntakeEntry;
    value: string;
    now: Date;
  }): Promise<void>;
  finish(contactId: string, now: Date): Promise<void>;
  /** Those that begin between the two; by start. */
  appointments(from: Date, to: Date): Promise<AppointmentOf[]>;
  appointment(appointmentId: string): Promise<AppointmentOf | null>;
  read(contactId: string): Promise<IntakeForm | null>;
}
