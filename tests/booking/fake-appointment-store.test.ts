import { randomUUID } from 'node:crypto';
import { appointmentStoreContract } from '../contracts/appointment-store-contract.ts';
import type { AppointmentStoreWorld } from '../contracts/appointment-store-world.ts';
import { calendarContract } from '../contracts/calendar-contract.ts';
import { createFakeAppointmentStore } from '../fakes/fake-appointment-store.ts';

async function open(): Promise<AppointmentStoreWorld> {
  const fake = createFakeAppointmentStore();
  return {
    store: fake,
    setup: fake,
    async addCounsellor(name) {
      const staffId = randomUUID();
      fake.addCounsellor(staffId, name);
      return staffId;
    },
    disableCounsellor: async (staffId) => fake.disableCounsellor(staffId),
    addContact: async () => ({ contactId: randomUUID(), addressId: randomUUID() }),
    addAway: async (away) => fake.addAway(away),
  };
}

appointmentStoreContract('fake', open);
calendarContract('fake', open);
