/** Where a meeting is; online there is no room. */
export type MeetingPlace = {
  readonly room: string | null;
  readonly campus: string | null;
  readonly mode: 'on-site' | 'online';
};

/** Campus and room as they are said everywhere; null online. */
export const sayRoom = ({ room, campus }: Pick<MeetingPlace, 'room' | 'campus'>): string | null =>
  room === null ? null : [campus, room].filter((part) => part !== null).join(' ');

/** The campus stands before the room where a centre has several; `online` is the word for no room. */
export const sayPlace = ({ room, campus, mode }: MeetingPlace, online: string): string =>
  (mode === 'online' ? null : sayRoom({ room, campus })) ?? online;
