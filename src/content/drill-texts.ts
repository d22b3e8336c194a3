/** What staff are told of a drill in their messengers; each says in itself that it is one. */
export const drillStaffTexts = {
  'drill.mark': [],
  'drill.page': ['number'],
  'drill.take': ['number'],
  'drill.group': ['number'],
  'drill.silent': ['number'],
  'drill.taken': ['number', 'name'],
  'drill.yours': ['number'],
  'drill.yoursAlready': ['number'],
  'drill.done': ['number', 'taken', 'words'],
  'drill.over': ['number'],
  'drill.real': ['number'],
  'drill.stopped': ['number'],
  'drill.missed': ['number'],
  'drill.missedHead': ['number', 'link'],
  'drill.missedHeadTaken': ['number', 'link'],
} as const;
