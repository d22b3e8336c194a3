import { afterAll, beforeAll } from 'vitest';
import { casePagesContract } from '../../contracts/case-pages-contract.ts';
import { caseStoreContract } from '../../contracts/case-store-contract.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

let world: StoreWorld;

beforeAll(async () => {
  world = await openStoreWorld();
});

afterAll(() => world.close());

const open = async () => ({
  store: world.stores.cases,
  addPerson: () => world.addPerson('telegram'),
  addStaff: world.addStaff,
});

caseStoreContract('PostgreSQL', open);
casePagesContract('PostgreSQL', open);
