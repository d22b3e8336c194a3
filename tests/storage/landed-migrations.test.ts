import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The beginning of each checksum. Databases have applied these: a line may be added here, none changed or taken away. */
const LANDED: Readonly<Record<string, string>> = {
  '0001_foundation.sql': '316fd8d2226aafce',
  '0002_channels.sql': 'b873b9fc761c7292',
  '0003_campaigns.sql': '81b13283648a9ded',
  '0004_media.sql': '75d90bbac4b8a897',
  '0005_alarms.sql': '57f8de2fe3631c4c',
  '0006_continue.sql': 'c769eb8e5b62669c',
  '0007_staff-addresses.sql': '1f092c6bf505cd90',
  '0008_centre-rules.sql': '946015545686d726',
  '0009_alarm-marks.sql': '711a8a35055bedec',
  '0010_case-events.sql': 'aae1329d18dfd7a8',
  '0011_rota.sql': 'd1b55d23bd63ec1c',
  '0012_escalation.sql': '95a545aef3f45a7e',
  '0013_case-work.sql': '3b02f3ed1b7506de',
  '0014_closing.sql': '96bfd5210d297ec0',
  '0015_waiting.sql': '6b0452a9f32da4ff',
  '0016_canary.sql': 'f16a62109c9911ad',
  '0017_move-code.sql': '48b878a59d7902a5',
  '0018_availability.sql': 'b6492340d6432f7f',
  '0019_appointments.sql': '509e20a71fae3b11',
  '0020_first-visit.sql': '909982d7b0d2a79a',
  '0021_waiting-list.sql': '75bd3d41d9bd1497',
  '0022_staff-changes.sql': '3dd6f40704398179',
  '0023_sessions.sql': 'd94ab2781c465ef3',
  '0024_groups.sql': '106e618c3a5656b0',
  '0025_rota-watch.sql': 'beffd36ae247028d',
  '0026_called-by-hand.sql': '3669ed08ad54ba5e',
  '0027_desk.sql': 'f90baffa234c6f09',
  '0028_what-is-told.sql': '95b0394464991d8e',
  '0029_places-end.sql': '95a97ef6d530dfb3',
  '0031_who-comes-on.sql': '79f0ed04c7a4da90',
  '0032_whose-case.sql': '545621f648de7678',
  '0033_told-together.sql': '4e16e183dc204126',
  '0034_offers-prolonged-once.sql': 'f97ed8bdaa921259',
  '0036_booked-by-staff.sql': '53e5a8011b5e96f0',
  '0037_calendar-of-a-series.sql': '193028350de15ef3',
  '0038_quiet-cases.sql': 'b7f887ee5ca90739',
  '0040_times-kept-in-a-hand-off.sql': 'ab2cd9cf0b03c1b0',
  '0041_security-informed.sql': 'df9ab6edfcfabac7',
  '0042_retention.sql': '5e97e3724aaac524',
  '0045_lost-wishes.sql': '72ded8343155a1e2',
  '0046_last-ready.sql': 'bd15cd7282310c7d',
  '0047_over-the-old-time.sql': '3b5c5b29c19fab1b',
  '0048_kept-for-a-hand-off.sql': '88f3367ca543ca7d',
  '0049_slips-of-a-code.sql': '3309aee788c5b4ab',
  '0053_who-held-it.sql': '793716c0e8d3bd5b',
  '0056_answers-of-last-time.sql': '1ab7bfe348b1fc0c',
  '0057_a-report-for-each-time.sql': '29b142a0dac1b57e',
};

it.each(Object.entries(LANDED))('%s is what databases have applied', (name, checksum) => {
  const sql = readFileSync(new URL(`../../migrations/${name}`, import.meta.url));
  expect(createHash('sha256').update(sql).digest('hex').slice(0, 16)).toBe(checksum);
});
