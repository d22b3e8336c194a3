import { closeDay, showAbsence } from '../pages/appointments/absence-page.tsx';
import { showAppointments } from '../pages/appointments/appointments.tsx';
import {
  makeCalendarFeed,
  revokeCalendarFeed,
  showCalendarFeed,
} from '../pages/appointments/calendar-feed.tsx';
import { notePhoned, showChanges, tellLeave } from '../pages/appointments/change-list.tsx';
import { callOffAppointment, offerChange, showChange } from '../pages/appointments/change-page.tsx';
import { showDaySheet } from '../pages/appointments/day-sheet.tsx';
import { bookForStudent, showDeskBooking } from '../pages/appointments/desk-booking.tsx';
import { importTable, showImport as showTableImport } from '../pages/availability/files.tsx';
import { endLeave, saveLeave, showLeaveForm } from '../pages/availability/leave.tsx';
import { showAvailability } from '../pages/availability/overview.tsx';
import { saveProfile, showProfileForm } from '../pages/availability/profile.tsx';
import { saveRoom, showRoomForm, showRooms } from '../pages/availability/rooms.tsx';
import { endRule as endOpening, saveRule as saveOpening, showRuleForm } from '../pages/availability/rule.tsx';
import { showWaitingList } from '../pages/waiting-list/waiting-list-page.tsx';
import { markUrgent, removeWaiting, unmarkUrgent } from '../pages/waiting-list/waiting-list-posts.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** Hours, appointments, what is changed of them, and the waiting list. */
export const appointmentRoutes: readonly ConsoleRoute[] = [
  get('/appointments', 'appointments.list', showAppointments),
  get('/availability', 'availability.see', showAvailability),
  get('/availability/rule', 'availability.see', showRuleForm),
  post('/availability/rule', 'availability.change', saveOpening),
  post('/availability/rule/end', 'availability.change', endOpening),
  get('/availability/leave', 'availability.see', showLeaveForm),
  post('/availability/leave', 'availability.change', saveLeave),
  post('/availability/leave/end', 'availability.change', endLeave),
  get('/availability/profile', 'availability.see', showProfileForm),
  post('/availability/profile', 'availability.change', saveProfile),
  get('/availability/rooms', 'availability.arrange', showRooms),
  get('/availability/room', 'availability.arrange', showRoomForm),
  post('/availability/room', 'availability.arrange', saveRoom),
  get('/availability/import', 'availability.arrange', showTableImport),
  post('/availability/import', 'availability.arrange', importTable),
  get('/waiting-list', 'waiting-list.see', showWaitingList),
  post('/waiting-list/:id/urgent', 'waiting-list.urgent', markUrgent),
  post('/waiting-list/:id/not-urgent', 'waiting-list.urgent', unmarkUrgent),
  post('/waiting-list/:id/remove', 'waiting-list.remove', removeWaiting),
  get('/calendar', 'calendar-feed.own', showCalendarFeed),
  post('/calendar/make', 'calendar-feed.own', makeCalendarFeed),
  post('/calendar/revoke', 'calendar-feed.own', revokeCalendarFeed),
  get('/today', 'appointments.list', showDaySheet),
  get('/appointments/changes', 'appointments.changes', showChanges),
  post('/appointments/changes/:id/phoned', 'appointments.change', notePhoned),
  post('/appointments/leaves/:id/tell', 'appointments.close-day', tellLeave),
  get('/appointments/absence', 'appointments.changes', showAbsence),
  post('/appointments/absence', 'appointments.close-day', closeDay),
  get('/appointments/book', 'appointments.desk', showDeskBooking),
  post('/appointments/book', 'appointments.desk', bookForStudent),
  get('/appointments/:id/change', 'appointments.change', showChange),
  post('/appointments/:id/offer', 'appointments.change', offerChange),
  post('/appointments/:id/call-off', 'appointments.change', callOffAppointment),
];
