import { randomUUID } from 'node:crypto';
import { casePagesContract } from '../contracts/case-pages-contract.ts';
import { caseStoreContract } from '../contracts/case-store-contract.ts';
import type { CaseStoreWorld } from '../contracts/case-store-world.ts';
import { createFakeCaseStore } from '../fakes/fake-case-store.ts';

async function open(): Promise<CaseStoreWorld> {
  const store = createFakeCaseStore();
  return {
    store,
    addPerson: async () => ({ contactId: randomUUID(), addressId: randomUUID() }),
    async addStaff(name) {
      const staffId = randomUUID();
      store.nameStaff(staffId, name);
      return staffId;
    },
  };
}

caseStoreContract('fake', open);
casePagesContract('fake', open);
