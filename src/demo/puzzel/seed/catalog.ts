import { day, hour, startOfDay } from '../dates.js';

export interface Appointment {
  id: number;
  contactId: string;
  subject: string;
  location: string;
  /** Begin and end, in milliseconds since 1970. */
  begin: number;
  end: number;
  description: string;
  isPrivate: boolean;
  isAvailable: boolean;
  absence: string;
}

/** Paths of the organisational units, in order of appearance; a unit's id follows from its position. */
const unitPaths: string[] = [];

/** The path of a unit begins with the units above it; `|` separates them. */
export const contacts = [
  contact('70001', 'Kari Moen', 'Head of Customer Service', 'Nordlys|Customer Service', 11),
  contact('70002', 'Alastair Grant', 'Team Leader Tier 1', 'Nordlys|Customer Service|Tier 1', 12),
  contact('70003', 'Solveig Berg', 'Team Leader Tier 2', 'Nordlys|Customer Service|Tier 2', 13),
  contact('70004', 'Ragnhild Lie', 'Key Account Manager', 'Nordlys|Sales|Key Accounts', 14),
  contact('70005', 'Duncan Reid', 'Sales Director', 'Nordlys|Sales', 15),
  contact('70006', 'Maja Lindgren', 'Network Engineer', 'Nordlys|Technology|Network', 16),
  contact('70007', 'Huw Parry', 'Field Technician', 'Nordlys|Technology|Field', 17),
  contact('70008', 'Bjørn Halvorsen', 'Operations Manager', 'Nordlys|Technology', 18),
  contact('70009', 'Sofie Engen', 'Accounts Receivable', 'Nordlys|Finance', 19),
  contact('70010', 'Rosalind Harper', 'Payroll Specialist', 'Nordlys|Finance', 20),
  contact('70011', 'Erik Hansson', 'Service Designer', 'Nordlys|Customer Service', 21),
  contact('70012', 'Erica Hanson', 'Legal Counsel', 'Nordlys|Legal', 22),
];

/** Appointments around the start; contact 70002 is in a meeting right then, 70005 is away today and tomorrow. */
export function seedAppointments(startedAt: number): Map<number, Appointment> {
  const today = startOfDay(startedAt);
  const seeds: [id: number, contactId: string, subject: string, location: string, begin: number, end: number][] = [
    [52001, '70002', 'Shift planning', 'Room 3', startedAt - hour, startedAt + 2 * hour],
    [52002, '70002', 'Coaching', 'Room 1', today + day + 10 * hour, today + day + 11 * hour],
    [52003, '70005', 'Holiday', '', today, today + 2 * day],
    [52004, '70001', 'Budget review', 'Board room', today + day + 8 * hour, today + day + 10 * hour],
    [52005, '70004', 'Visit to Fjordkraft Marine', 'Aberdeen', today + 2 * day + 9 * hour, today + 2 * day + 12 * hour],
    [52006, '70009', 'Dentist', '', today + day + 13 * hour, today + day + 14 * hour],
  ];
  return new Map(
    seeds.map(([id, contactId, subject, location, begin, end]) => {
      const absence = subject === 'Holiday' ? 'Vacation' : 'Unspecified';
      const details = { description: '', isPrivate: subject === 'Dentist', isAvailable: false, absence };
      return [id, { id, contactId, subject, location, begin, end, ...details }];
    }),
  );
}

export type Contact = ReturnType<typeof contact>;

function contact(id: string, name: string, title: string, organizationPath: string, line: number) {
  const [firstName = '', lastName = ''] = name.split(' ');
  const organizationName = organizationPath.split('|').at(-1) ?? '';
  // Ofcom keeps these ranges for fiction.
  const phone = `+4420794609${String(line).padStart(2, '0')}`;
  const cell = `+4477009007${String(line).padStart(2, '0')}`;
  if (!unitPaths.includes(organizationPath)) unitPaths.push(organizationPath);
  const organizationId = 801 + unitPaths.indexOf(organizationPath);
  const unit = { organizationId, organizationName, organizationPath };
  return { id, firstName, lastName, title, info: '', services: '', ...unit, phone, cell };
}
