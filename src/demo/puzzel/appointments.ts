import { contactOf } from './catalog.js';
import { minute, puzzelDate } from './dates.js';
import { done, invalid, notFound, ok } from './envelope.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import type { Appointment } from './seed/catalog.js';

/** Values of the SOAP contract of 2015 (puzzel.md, section 5). */
const absences = ['Unspecified', 'Meeting', 'Lunch', 'FinishedWorkday', 'Sick', 'Vacation', 'Leave', 'Other'] as const;

const appointmentsPath = '/{customerKey}/users/{userId}/catalog/contacts/{contactId}/appointments';

export const appointmentRoutes: PuzzelRoutes = {
  [`GET ${appointmentsPath}`]: (call) => {
    const contact = contactOf(call);
    // inferred: `from` and `to` are mandatory; the only public client always sends them (puzzel.md, section 9).
    const from = call.args.requiredMoment('from');
    const to = call.args.requiredMoment('to');
    const appointments = [...call.state.appointments.values()].filter(({ contactId, begin, end }) => {
      return contactId === contact.id && begin < to && end > from;
    });
    return ok(appointments.sort((a, b) => a.begin - b.begin).map(appointmentView));
  },
  [`POST ${appointmentsPath}`]: {
    wrapper: 'appointment',
    run: (call) => {
      const { args, state } = call;
      const contact = contactOf(call);
      const subject = args.requiredText('subject');
      const begin = args.requiredMoment('beginTime');
      const end = args.requiredMoment('endTime');
      const defaults = {
        id: 0,
        contactId: contact.id,
        location: '',
        description: '',
        isPrivate: false,
        isAvailable: false,
      };
      const appointment = changedAppointment(call, { ...defaults, subject, begin, end, absence: 'Unspecified' });
      appointment.id = state.nextMessageId();
      state.appointments.set(appointment.id, appointment);
      // The id is the result, as in the SOAP contract of 2015.
      return ok(appointment.id, appointment.id);
    },
  },
  [`POST ${appointmentsPath}/{appointmentId}/update`]: {
    alternative: `PUT ${appointmentsPath}/{appointmentId}`,
    wrapper: 'appointment',
    run: (call) => {
      const appointment = changedAppointment(call, appointmentOf(call));
      call.state.appointments.set(appointment.id, appointment);
      return done(appointment.id);
    },
  },
  [`POST ${appointmentsPath}/{appointmentId}/delete`]: {
    alternative: `DELETE ${appointmentsPath}/{appointmentId}`,
    run: (call) => {
      const { id } = appointmentOf(call);
      call.state.appointments.delete(id);
      return done(id);
    },
  },
};

function appointmentOf(call: ApiCall): Appointment {
  const contact = contactOf(call);
  const appointment = call.state.appointments.get(call.args.id('appointmentId'));
  if (appointment?.contactId !== contact.id) {
    throw notFound(`For contact ${contact.id}, appointment`, call.args.requiredText('appointmentId'));
  }
  return appointment;
}

/** A copy of the appointment with the fields that were sent. @throws the 400 unless it ends after it begins */
function changedAppointment({ args }: ApiCall, appointment: Appointment): Appointment {
  const begin = args.moment('beginTime') ?? appointment.begin;
  const end = args.moment('endTime') ?? appointment.end;
  if (end <= begin) throw invalid('endTime', 'must be after beginTime');
  return {
    ...appointment,
    begin,
    end,
    subject: args.text('subject') ?? appointment.subject,
    location: args.text('location') ?? appointment.location,
    description: args.text('description') ?? appointment.description,
    isPrivate: args.flag('isPrivate') ?? appointment.isPrivate,
    isAvailable: args.flag('isAvailable') ?? appointment.isAvailable,
    absence: args.has('absence') ? args.word('absence', absences) : appointment.absence,
  };
}

function appointmentView({ contactId, begin, end, ...appointment }: Appointment) {
  return {
    ...appointment,
    beginTime: puzzelDate(begin),
    endTime: puzzelDate(end),
    durationMinute: Math.round((end - begin) / minute),
    source: 'CustomerApplication',
  };
}
