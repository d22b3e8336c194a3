import { randomUUID } from 'node:crypto';
import { outgoingStoreContract } from '../contracts/outgoing-store-contract.ts';
import { createFakeOutgoingStore } from '../fakes/fake-outgoing-store.ts';

outgoingStoreContract('fake', async () => {
  const store = createFakeOutgoingStore();
  return {
    store,
    async addAddress(bot) {
      const address = { addressId: randomUUID(), account: randomUUID() };
      store.addAddress(address.addressId, { channel: 'telegram', bot, account: address.account });
      return address;
    },
    takeLease: async (name) => store.takeLease(name),
  };
});
