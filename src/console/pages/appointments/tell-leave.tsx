import { Csrf } from '../pieces.tsx';

/** Under a leave that booked times lie in: their students hear of it as of a day that was closed. */
export const TellLeave = ({ leaveId, csrf }: { leaveId: string; csrf: string }) => (
  <form method="post" action={`/console/appointments/leaves/${leaveId}/tell`}>
    <Csrf token={csrf} />
    <button type="submit">告诉这些同学</button>
  </form>
);
