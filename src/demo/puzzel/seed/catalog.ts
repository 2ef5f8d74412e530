import { day, hour, startOfDay } from '../dates.js';

export interface Contact {
  id: string;
  firstName: string;
  lastName: string;
  title: string;
  info: string;
  services: string;
  organizationId: number;
  organizationName: string;
  /** Units from the top down, joined by `|`. */
  organizationPath: string;
  phone: string;
  cell: string;
}

export interface Appointment {
  id: number;
  contactId: string;
  subject: string;
  location: string;
  begin: number;
  end: number;
  description: string;
  isPrivate: boolean;
  isAvailable: boolean;
  absence: string;
}

/** Units in the order in which they first come up: the place is the id. */
const units: string[] = [];

export const contacts: Contact[] = [
  contact('70001', 'Kari Moen', 'Head of Customer Service', 'Nordlys|Customer Service', 11),
  contact('70002', 'Alastair Grant', 'Team Leader Tier 1', 'Nordlys|Customer Service|Tier 1', 12),
  contact('70003', 'Solveig Berg', 'Team Leader Tier 2', 'Nordlys|Customer Service|Tier 2', 13),
  contact('70004', 'Tone Aasen', 'Key Account Manager', 'Nordlys|Sales|Key Accounts', 14),
  contact('70005', 'Duncan Reid', 'Sales Director', 'Nordlys|Sales', 15),
  contact('70006', 'Maja Lindgren', 'Network Engineer', 'Nordlys|Technology|Network', 16),
  contact('70007', 'Gareth Pugh', 'Field Technician', 'Nordlys|Technology|Field', 17),
  contact('70008', 'Bjørn Halvorsen', 'Operations Manager', 'Nordlys|Technology', 18),
  contact('70009', 'Elin Strand', 'Accounts Receivable', 'Nordlys|Finance', 19),
  contact('70010', 'Rosalind Harper', 'Payroll Specialist', 'Nordlys|Finance', 20),
  contact('70011', 'Erik Hansson', 'Service Designer', 'Nordlys|Customer Service', 21),
  contact('70012', 'Erica Hanson', 'Legal Counsel', 'Nordlys|Legal', 22),
];

/** Appointments around the start; contact 70002 is in a meeting right then, 70005 is away all day. */
export function seedAppointments(startedAt: number): Map<number, Appointment> {
  const today = startOfDay(startedAt);
  const plain = { description: '', isPrivate: false, isAvailable: false, absence: 'Unspecified' };
  const all: Appointment[] = [
    {
      ...plain,
      id: 52001,
      contactId: '70002',
      subject: 'Shift planning',
      location: 'Room 3',
      begin: startedAt - hour,
      end: startedAt + 2 * hour,
    },
    {
      ...plain,
      id: 52002,
      contactId: '70002',
      subject: 'Coaching',
      location: 'Room 1',
      begin: today + day + 10 * hour,
      end: today + day + 11 * hour,
    },
    {
      ...plain,
      id: 52003,
      contactId: '70005',
      subject: 'Holiday',
      location: '',
      begin: today,
      end: today + 2 * day,
      absence: 'Vacation',
    },
    {
      ...plain,
      id: 52004,
      contactId: '70001',
      subject: 'Budget review',
      location: 'Board room',
      begin: today + day + 8 * hour,
      end: today + day + 10 * hour,
    },
    {
      ...plain,
      id: 52005,
      contactId: '70004',
      subject: 'Visit to Fjordkraft Marine',
      location: 'Aberdeen',
      begin: today + 2 * day + 9 * hour,
      end: today + 2 * day + 12 * hour,
    },
    {
      ...plain,
      id: 52006,
      contactId: '70009',
      subject: 'Dentist',
      location: '',
      begin: today + day + 13 * hour,
      end: today + day + 14 * hour,
      isPrivate: true,
    },
  ];
  return new Map(all.map((appointment) => [appointment.id, appointment]));
}

function contact(id: string, name: string, title: string, organizationPath: string, line: number): Contact {
  const [firstName = '', lastName = ''] = name.split(' ');
  const organizationName = organizationPath.split('|').at(-1) ?? '';
  // Ofcom keeps these ranges for fiction.
  const phone = `+4420794609${String(line).padStart(2, '0')}`;
  const cell = `+4477009007${String(line).padStart(2, '0')}`;
  if (!units.includes(organizationPath)) units.push(organizationPath);
  const organizationId = 801 + units.indexOf(organizationPath);
  return {
    id,
    firstName,
    lastName,
    title,
    info: '',
    services: '',
    organizationId,
    organizationName,
    organizationPath,
    phone,
    cell,
  };
}
