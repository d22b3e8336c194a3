import { confirmMine, renewMine, showMe } from '../pages/staff/me.tsx';
import { showStaff } from '../pages/staff/staff.tsx';
import { addStaff, showAddStaff } from '../pages/staff/staff-add.tsx';
import {
  addAddress,
  confirmAddress,
  removeAddress,
  renewAddress,
  showAddAddress,
} from '../pages/staff/staff-address.tsx';
import { askRevoke, issueLink, revoke, setOnCall } from '../pages/staff/staff-posts.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** Who works here, and how they are reached. */
export const staffRoutes: readonly ConsoleRoute[] = [
  get('/staff', 'staff.list', showStaff),
  get('/staff/add', 'staff.add', showAddStaff),
  post('/staff/add', 'staff.add', addStaff),
  post('/staff/:id/on-call', 'rota.change', setOnCall),
  post('/staff/:id/link', 'staff.link', issueLink),
  get('/staff/:id/address', 'staff.add', showAddAddress),
  post('/staff/:id/address', 'staff.add', addAddress),
  post('/staff/:id/address/confirm', 'staff.add', confirmAddress),
  post('/staff/:id/address/renew', 'staff.add', renewAddress),
  post('/staff/:id/address/remove', 'staff.revoke', removeAddress),
  get('/staff/:id/revoke', 'staff.revoke', askRevoke),
  post('/staff/:id/revoke', 'staff.revoke', revoke),
  get('/me', 'session.use', showMe),
  post('/me/confirm', 'session.use', confirmMine),
  post('/me/renew', 'session.use', renewMine),
];
