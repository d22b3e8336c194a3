/** What students are told while no database can be reached, and when it is back. */
export const faultTexts = {
  'fault.crisis': ['hotlines'],
  'fault.crisisNobody': ['hotlines'],
  'fault.again': ['hotlines'],
  'fault.againNobody': ['hotlines'],
  'fault.ordinary': ['hotlines'],
  'fault.recovered': [],
  'fault.recoveredNoResponder': ['hotlines'],
} as const;
